package helpsteer.cli;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.Preference;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerryTraining;
import helpsteer.reward.RegressionTraining;
import helpsteer.reward.RewardJob;
import helpsteer.reward.RewardModel;
import helpsteer.reward.training.Comparison;
import helpsteer.reward.training.ComparisonFit;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.Comparisons;
import helpsteer.reward.training.Evaluation;
import helpsteer.reward.training.Start;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.text.PromptResponse;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that a loss learns from.
 *
 * @param words which loss
 * @param samples rated rows; none where pairs are compared
 * @param pairs to compare; none where ratings are learned
 * @param dropped how many of the data are not among them, by reason
 */
record TrainRows(TrainWords words, List<RatedResponse> samples, List<Comparison> pairs, Map<String, Integer> dropped) {
    private static final double HELD_OUT = 0.1;
    private static final Seed SPLIT = new Seed(0);

    /** Reads them; how many there are and how many were dropped for which reason is told. */
    static TrainRows read(TrainWords words, DataHome home, PrintStream out) {
        if (words.compares()) {
            Filtered<Comparison> kept = compared(words.data(), home);
            List<Comparison> used =
                    kept.items().subList(0, Math.min(words.rows(), kept.items().size()));
            out.println(used.size() + " pairs out of " + kept + ", " + home.describe());
            return new TrainRows(words, List.of(), used, dropped(kept, used.size()));
        }
        List<RatedResponse> all = HelpSteer2.samples(HelpSteer2.train(home));
        List<RatedResponse> used = all.subList(0, Math.min(all.size(), words.rows() / 2 * 2)); // whole pairs
        if (used.isEmpty()) {
            throw new UsageException("--rows must be at least 2, since rows are taken in pairs, got " + words.rows());
        }
        out.println(used.size() + " of " + all.size() + " rows, " + home.describe());
        return new TrainRows(words, used, List.of(), dropped(new Filtered<>(all, Map.of()), used.size()));
    }

    private static Map<String, Integer> dropped(Filtered<?> kept, int used) {
        Map<String, Integer> out = new TreeMap<>(kept.dropped());
        if (used < kept.items().size()) {
            out.put("beyond --rows", kept.items().size() - used);
        }
        return out;
    }

    private static Filtered<Comparison> compared(String data, DataHome home) {
        return switch (data) {
            case "preferences" ->
                Comparisons.ofPreferences(Preference.read(home).stream()
                        .filter(p -> p.part() == Preference.Part.TRAIN)
                        .toList());
            case "helpsteer3" -> Comparisons.ofHelpSteer3(HelpSteer3.train(home));
            default -> Comparisons.ofRatings(HelpSteer2.train(home), Attribute.HELPFULNESS);
        };
    }

    /** Learning them from a start; a tenth of the prompts is held out to choose the best step. */
    RewardJob job(Start start) {
        if (words.compares()) {
            return new BradleyTerryTraining(
                    start,
                    Split.byPrompt(pairs, Comparison::prompt, HELD_OUT, SPLIT),
                    ComparisonLoss.of(words.comparison()),
                    AttributeWeights.HELPFULNESS_ONLY);
        }
        Split<RatedResponse> split = Split.byPrompt(samples, RatedResponse::prompt, HELD_OUT, SPLIT);
        return words.loss().equals("helpfulness")
                ? RegressionTraining.helpfulnessOnly(start, split)
                : new RegressionTraining(start, split);
    }

    /** The rows in two, with no prompt on both sides: those to train on, and so large a share to test on. */
    Split<TrainRows> parted(double share, Seed seed) {
        Split<RatedResponse> rated = Split.byPrompt(samples, RatedResponse::prompt, share, seed);
        Split<Comparison> compared = Split.byPrompt(pairs, Comparison::prompt, share, seed);
        return new Split<>(
                List.of(new TrainRows(words, rated.train(), compared.train(), dropped)),
                List.of(new TrainRows(words, rated.validation(), compared.validation(), dropped)));
    }

    /** How many there are. */
    int size() {
        return samples.size() + pairs.size();
    }

    /** How often a model scores the better response of these rows higher on helpfulness. */
    Accuracy judge(RewardModel model, Progress progress) {
        if (words.compares()) {
            ComparisonLoss loss = ComparisonLoss.of(words.comparison());
            return ComparisonFit.of(model, pairs, loss, AttributeWeights.HELPFULNESS_ONLY, progress)
                    .accuracy();
        }
        List<AttributeScores> scores =
                model.score(samples.stream().map(PromptResponse::of).toList(), progress);
        return Evaluation.pairwise(samples, scores, Attribute.HELPFULNESS)
                .orElseThrow(() -> new IllegalArgumentException(
                        "test rows must hold two responses to one prompt of unequal helpfulness, got none; take more"
                                + " rows"));
    }
}
