package helpsteer.reward.training;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.Preference;
import helpsteer.data.sets.PreferenceFile;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Comparison;
import helpsteer.reward.RewardModel;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.text.PromptResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows that a loss learns from.
 *
 * @param loss that learns them
 * @param origin where they were read
 * @param samples rated rows; none where pairs are compared
 * @param pairs to compare; none where ratings are learned
 * @param dropped how many of the data are not among them, by reason
 */
public record TrainingRows(
        TrainingLoss loss,
        Origin origin,
        List<RatedResponse> samples,
        List<Comparison> pairs,
        Map<String, Integer> dropped) {
    private static final double HELD_OUT = 0.1;
    private static final Seed SPLIT = new Seed(0);
    private static final String BEYOND = "beyond the limit";

    /**
     * A data set and where it lies.
     *
     * @param pairs file in one of the forms of {@link PreferenceFile}, for {@link TrainingSource#PAIRS} and only there
     */
    public record Origin(TrainingSource source, DataHome home, Optional<Path> pairs) {
        public Origin {
            if (pairs.isPresent() != (source == TrainingSource.PAIRS)) {
                throw new IllegalArgumentException("a file of pairs must be given for data pairs, and only there, got "
                        + pairs.map(Path::toString).orElse("none") + " for " + source);
            }
        }

        /** One of the official data sets. */
        public Origin(TrainingSource source, DataHome home) {
            this(source, home, Optional.empty());
        }

        /** Pairs of a file. */
        public static Origin ofPairs(Path file, DataHome home) {
            return new Origin(TrainingSource.PAIRS, home, Optional.of(file));
        }

        /** The data set's name on the hub where its files are official, else what the folder or the file is. */
        public String describe() {
            return pairs.isEmpty() && home.kind() == DataHome.Kind.OFFICIAL ? source.hubName() : files();
        }

        private String files() {
            return pairs.map(Rows::nameOf).orElseGet(home::describe);
        }
    }

    public TrainingRows {
        samples = List.copyOf(samples);
        pairs = List.copyOf(pairs);
        dropped = Map.copyOf(dropped);
        if (loss.comparison().isEmpty() && origin.source() != TrainingSource.RATINGS) {
            throw new IllegalArgumentException(
                    "data must be ratings for loss " + loss + ", got " + origin.source() + "; only pairs are compared");
        }
    }

    /**
     * Reads them.
     *
     * @param limit most rows, or pairs, to take
     */
    public static TrainingRows read(TrainingLoss loss, Origin origin, int limit) {
        if (loss.comparison().isPresent()) {
            Filtered<Comparison> kept = compared(origin);
            List<Comparison> used =
                    kept.items().subList(0, Math.min(limit, kept.items().size()));
            return new TrainingRows(loss, origin, List.of(), used, dropped(kept, used.size()));
        }
        List<RatedResponse> all = HelpSteer2.samples(HelpSteer2.train(origin.home()));
        List<RatedResponse> used = all.subList(0, Math.min(all.size(), limit / 2 * 2)); // whole pairs
        if (used.isEmpty()) {
            throw new IllegalArgumentException("limit must be at least 2, since rows are taken in pairs, got " + limit);
        }
        return new TrainingRows(loss, origin, used, List.of(), dropped(new Filtered<>(all, Map.of()), used.size()));
    }

    private static Map<String, Integer> dropped(Filtered<?> kept, int used) {
        Map<String, Integer> out = new TreeMap<>(kept.dropped());
        if (used < kept.items().size()) {
            out.put(BEYOND, kept.items().size() - used);
        }
        return out;
    }

    private static Filtered<Comparison> compared(Origin origin) {
        DataHome home = origin.home();
        return switch (origin.source()) {
            case PREFERENCES ->
                Comparisons.ofPreferences(Preference.read(home).stream()
                        .filter(p -> p.part() == Preference.Part.TRAIN)
                        .toList());
            case HELPSTEER3 -> Comparisons.ofHelpSteer3(HelpSteer3.train(home));
            case PAIRS -> Comparisons.of(PreferenceFile.read(origin.pairs().orElseThrow(), Strictness.STRICT));
            case RATINGS -> Comparisons.ofRatings(HelpSteer2.train(home), Attribute.HELPFULNESS);
        };
    }

    /** Learning them from a start; a tenth of the prompts is held out to choose the best step. */
    public RewardJob job(Initialization start) {
        if (loss.comparison().isPresent()) {
            return new BradleyTerryTraining(
                    start,
                    Split.byPrompt(pairs, Comparison::prompt, HELD_OUT, SPLIT),
                    ComparisonLoss.of(loss.comparison().get()),
                    AttributeWeights.HELPFULNESS_ONLY);
        }
        Split<RatedResponse> split = Split.byPrompt(samples, RatedResponse::prompt, HELD_OUT, SPLIT);
        return loss == TrainingLoss.HELPFULNESS
                ? RegressionTraining.helpfulnessOnly(start, split)
                : new RegressionTraining(start, split);
    }

    /** The rows in two, with no prompt on both sides: those to train on, and so large a share to test on. */
    public Split<TrainingRows> parted(double share, Seed seed) {
        Split<RatedResponse> rated = Split.byPrompt(samples, RatedResponse::prompt, share, seed);
        Split<Comparison> compared = Split.byPrompt(pairs, Comparison::prompt, share, seed);
        return new Split<>(
                List.of(new TrainingRows(loss, origin, rated.train(), compared.train(), dropped)),
                List.of(new TrainingRows(loss, origin, rated.validation(), compared.validation(), dropped)));
    }

    /**
     * The pairs among which the longer response is chosen as often as the shorter ({@link Comparisons#lengthBalanced}), so that
     * a model does not learn what raters give for length; the others count as dropped.
     */
    public TrainingRows lengthBalanced() {
        if (loss.comparison().isEmpty()) {
            throw new IllegalArgumentException(
                    "loss must compare pairs to balance their lengths, got " + loss + "; take bt, margin or scaled");
        }
        Filtered<Comparison> kept = Comparisons.lengthBalanced(new Filtered<>(pairs, dropped));
        return new TrainingRows(loss, origin, samples, kept.items(), kept.dropped());
    }

    /** How many there are. */
    public int size() {
        return samples.size() + pairs.size();
    }

    /** How often a model scores the better response of these rows higher on helpfulness. */
    public Accuracy judge(RewardModel model) {
        if (loss.comparison().isPresent()) {
            ComparisonLoss of = ComparisonLoss.of(loss.comparison().get());
            return ComparisonFit.of(model, pairs, of, AttributeWeights.HELPFULNESS_ONLY)
                    .accuracy();
        }
        List<AttributeScores> scores =
                model.score(samples.stream().map(PromptResponse::of).toList());
        return Evaluation.pairwise(samples, scores, Attribute.HELPFULNESS)
                .orElseThrow(() -> new IllegalArgumentException(
                        "test rows must hold two responses to one prompt of unequal helpfulness, got none; take more"
                                + " rows"));
    }

    /** How many of how many there are, what was dropped, and whose they are. */
    @Override
    public String toString() {
        int beyond = dropped.getOrDefault(BEYOND, 0);
        if (loss.comparison().isEmpty()) {
            return size() + " of " + (size() + beyond) + " rows, " + origin.files();
        }
        Map<String, Integer> reasons = new TreeMap<>(dropped);
        reasons.remove(BEYOND);
        return size() + " pairs out of kept " + (size() + beyond) + ", dropped " + reasons + ", " + origin.files();
    }
}
