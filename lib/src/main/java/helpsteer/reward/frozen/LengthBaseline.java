package helpsteer.reward.frozen;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.stats.fit.LinearFit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Predicts each attribute from the logarithm of the response's length: what counting characters already buys. */
public record LengthBaseline() implements Learner<RatedResponse> {
    @Override
    public String name() {
        return "length only";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("learner", name());
    }

    @Override
    public Scorer learn(List<RatedResponse> train) {
        double[][] lengths =
                train.stream().map(s -> new double[] {log(s.response())}).toArray(double[][]::new);
        Map<Attribute, LinearFit> fits = new EnumMap<>(Attribute.class);
        for (Attribute a : Attribute.values()) {
            double[] ratings =
                    train.stream().mapToDouble(s -> s.ratings().of(a)).toArray();
            fits.put(a, LinearFit.of(lengths, ratings));
        }
        return exchanges -> exchanges.stream()
                .map(e -> AttributeScores.of((Attribute a) -> fit(fits, a).predict(log(e.response()))))
                .toList();
    }

    private static LinearFit fit(Map<Attribute, LinearFit> fits, Attribute attribute) {
        LinearFit fit = fits.get(attribute);
        if (fit == null) {
            throw new IllegalStateException("every attribute must have been fitted, got none for " + attribute);
        }
        return fit;
    }

    private static double log(String response) {
        return Math.log1p(response.length());
    }
}
