package helpsteer.cli;

import helpsteer.data.Attribute;
import helpsteer.data.DataHome;
import helpsteer.data.HelpSteer2;
import helpsteer.data.HelpSteer3;
import helpsteer.data.Kept;
import helpsteer.data.Preference;
import helpsteer.data.Sample;
import helpsteer.data.Split;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.ComparedPair;
import helpsteer.reward.ComparedPairs;
import helpsteer.reward.Comparing;
import helpsteer.reward.ComparisonFit;
import helpsteer.reward.ComparisonLoss;
import helpsteer.reward.Evaluation;
import helpsteer.reward.FineTuning;
import helpsteer.reward.Regression;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Task;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.text.Exchange;
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
record TrainRows(TrainWords words, List<Sample> samples, List<ComparedPair> pairs, Map<String, Integer> dropped) {
    private static final double HELD_OUT = 0.1;
    private static final Seed SPLIT = new Seed(0);

    /** Reads them; how many there are and how many were dropped for which reason is told. */
    static TrainRows read(TrainWords words, DataHome home, PrintStream out) {
        if (words.compares()) {
            Kept<ComparedPair> kept = compared(words.data(), home);
            List<ComparedPair> used =
                    kept.items().subList(0, Math.min(words.rows(), kept.items().size()));
            out.println(used.size() + " pairs out of " + kept + ", " + home.describe());
            return new TrainRows(words, List.of(), used, dropped(kept, used.size()));
        }
        List<Sample> all = HelpSteer2.samples(HelpSteer2.train(home));
        List<Sample> used = all.subList(0, Math.min(all.size(), words.rows() / 2 * 2)); // whole pairs
        out.println(used.size() + " of " + all.size() + " rows, " + home.describe());
        return new TrainRows(words, used, List.of(), dropped(new Kept<>(all, Map.of()), used.size()));
    }

    private static Map<String, Integer> dropped(Kept<?> kept, int used) {
        Map<String, Integer> out = new TreeMap<>(kept.dropped());
        if (used < kept.items().size()) {
            out.put("beyond --rows", kept.items().size() - used);
        }
        return out;
    }

    private static Kept<ComparedPair> compared(String data, DataHome home) {
        return switch (data) {
            case "preferences" ->
                ComparedPairs.ofPreferences(Preference.read(home).stream()
                        .filter(p -> p.part() == Preference.Part.TRAIN)
                        .toList());
            case "helpsteer3" -> ComparedPairs.ofHelpSteer3(HelpSteer3.train(home));
            default -> ComparedPairs.ofRatings(HelpSteer2.train(home), Attribute.HELPFULNESS);
        };
    }

    /** Learning them with these settings; a tenth of the prompts is held out to choose the best step. */
    Task task(FineTuning tuning) {
        if (words.compares()) {
            return Task.of(comparing(tuning), Split.byPrompt(pairs, ComparedPair::prompt, HELD_OUT, SPLIT));
        }
        Regression regression =
                words.loss().equals("helpfulness") ? Regression.helpfulnessOnly(tuning) : Regression.all(tuning);
        return Task.of(regression, Split.byPrompt(samples, Sample::prompt, HELD_OUT, SPLIT));
    }

    private Comparing comparing(FineTuning tuning) {
        return new Comparing(tuning, ComparisonLoss.of(words.comparison()), AttributeWeights.HELPFULNESS_ONLY);
    }

    /** The rows in two, with no prompt on both sides: those to train on, and so large a share to test on. */
    Split<TrainRows> parted(double share, Seed seed) {
        Split<Sample> rated = Split.byPrompt(samples, Sample::prompt, share, seed);
        Split<ComparedPair> compared = Split.byPrompt(pairs, ComparedPair::prompt, share, seed);
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
            return ComparisonFit.of(model, pairs, comparing(words.tuning()), progress)
                    .accuracy();
        }
        List<AttributeScores> scores =
                model.score(samples.stream().map(Exchange::of).toList(), progress);
        return Evaluation.pairwise(samples, scores, Attribute.HELPFULNESS)
                .orElseThrow(() -> new IllegalArgumentException(
                        "test rows must hold two responses to one prompt of unequal helpfulness, got none; take more"
                                + " rows"));
    }
}
