package helpsteer.align.eval;

import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.stats.test.PairedTest;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a policy reads the ratings that it is told: by how many nats a held-out response is likelier under its own rating of
 * an attribute than under the mean of the other ratings, all else equal. Nothing is sampled, so it sees a small effect on far
 * fewer texts than a {@link ControllabilityCurve}; but it says that ratings are read, not that what is then written follows them.
 *
 * @param policy its name
 * @param attribute whose rating is varied
 * @param nats of each response
 * @param cut responses left out since the policy does not read them whole
 */
public record AttributeLogRatio(String policy, Attribute attribute, List<Double> nats, int cut) {
    public AttributeLogRatio {
        nats = List.copyOf(nats);
        if (nats.size() < 2) {
            throw new IllegalArgumentException("responses that the policy reads whole must be at least two, got "
                    + nats.size() + " and " + cut + " longer ones");
        }
    }

    /**
     * Reads each response under every rating of the attribute.
     *
     * @param rows held out from training, with their own ratings
     */
    public static AttributeLogRatio of(String name, Policy policy, List<RatedResponse> rows, Attribute attribute) {
        List<RatedResponse> whole = rows.stream()
                .filter(row -> policy.fits(PromptResponse.of(row), Optional.of(row.ratings())))
                .toList();
        List<PolicyText> texts = new ArrayList<>();
        for (RatedResponse row : whole) {
            for (int rating = Attribute.MIN; rating <= Attribute.MAX; rating++) {
                int told = rating;
                Ratings wanted =
                        Ratings.of(a -> a == attribute ? told : row.ratings().of(a));
                texts.add(policy.read(PromptResponse.of(row), Optional.of(wanted)));
            }
        }
        double[] logs = policy.sums(texts);
        int levels = Attribute.MAX - Attribute.MIN + 1;
        List<Double> nats = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            int own = whole.get(i).ratings().of(attribute) - Attribute.MIN;
            double sum = 0;
            for (int rating = 0; rating < levels; rating++) {
                sum += rating == own ? 0 : logs[i * levels + rating];
            }
            nats.add(logs[i * levels + own] - sum / (levels - 1));
        }
        return new AttributeLogRatio(name, attribute, nats, rows.size() - whole.size());
    }

    /** The mean gain, tested against 0. */
    public PairedTest test() {
        double[] gains = nats.stream().mapToDouble(Double::doubleValue).toArray();
        return PairedTest.t(gains, new double[gains.length]);
    }
}
