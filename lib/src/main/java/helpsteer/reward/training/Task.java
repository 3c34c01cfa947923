package helpsteer.reward.training;

import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import helpsteer.train.Checkpoints;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run learns, and from which rows. */
public interface Task {

    /** Learning the ratings of rows. */
    static Task of(Regression settings, Split<RatedResponse> rows) {
        return new Rating(settings, rows);
    }

    /** Learning which of two responses is better. */
    static Task of(Comparing settings, Split<Comparison> pairs) {
        return new Choosing(settings, pairs);
    }

    /** What tables call the loss, such as {@code "regression"} or {@code "scaled"}. */
    String loss();

    /** All settings, as they are written down. */
    String settings();

    /** How long and how fast. */
    FineTuning tuning();

    /** The weights that make one number of the five: those that were compared; of ratings, helpfulness alone. */
    AttributeWeights goodness();

    /** Rows, or pairs, on both sides of the split. */
    int rows();

    /** What the model reads of the rows: how much is cut off, and how many are dropped because of it. */
    String seen(RewardModel model);

    /** A hash over the rows of both sides. */
    String dataHash();

    /** The model as the task begins with it. */
    RewardModel begin(Start start, Progress progress);

    /** Trains the model in place; it ends as the best by validation loss. */
    TrainingResult train(RewardModel model, Checkpoints checkpoints, Watcher watcher, Progress progress);

    /** Regression on rows. */
    record Rating(Regression regression, Split<RatedResponse> split) implements Task {
        public Rating {
            Regression.check(split);
        }

        @Override
        public String loss() {
            return regression.attributes().size() == 1
                    ? "regression on "
                            + regression.attributes().iterator().next().key()
                    : "regression";
        }

        @Override
        public String settings() {
            return regression.toString();
        }

        @Override
        public FineTuning tuning() {
            return regression.tuning();
        }

        @Override
        public AttributeWeights goodness() {
            return AttributeWeights.HELPFULNESS_ONLY;
        }

        @Override
        public int rows() {
            return split.train().size() + split.validation().size();
        }

        @Override
        public String seen(RewardModel model) {
            return model.cuts(split.train().stream().map(PromptResponse::of).toList())
                    .toString();
        }

        @Override
        public String dataHash() {
            List<String> parts = new ArrayList<>();
            for (List<RatedResponse> rows : List.of(split.train(), split.validation())) {
                parts.add(Integer.toString(rows.size()));
                rows.forEach(s -> parts.add(PromptResponse.of(s).contentHash() + s.ratings()));
            }
            return Hash.ofTexts(parts.toArray(String[]::new));
        }

        @Override
        public RewardModel begin(Start start, Progress progress) {
            return start.fitted(split.train(), tuning().seed(), progress);
        }

        @Override
        public TrainingResult train(RewardModel model, Checkpoints checkpoints, Watcher watcher, Progress progress) {
            return regression.run(model, split, checkpoints, watcher, progress);
        }
    }

    /** Comparisons of pairs. */
    record Choosing(Comparing comparing, Split<Comparison> split) implements Task {
        public Choosing {
            Regression.check(split);
        }

        @Override
        public String loss() {
            return comparing.loss().kind().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String settings() {
            return comparing.toString();
        }

        @Override
        public FineTuning tuning() {
            return comparing.tuning();
        }

        @Override
        public AttributeWeights goodness() {
            return comparing.goodness();
        }

        @Override
        public int rows() {
            return split.train().size() + split.validation().size();
        }

        @Override
        public String seen(RewardModel model) {
            return model.cuts(Comparison.exchanges(split.train())) + "; training pairs as the model reads them: "
                    + ComparisonObjective.distinct(model, split.train());
        }

        @Override
        public String dataHash() {
            List<String> parts = new ArrayList<>();
            for (List<Comparison> pairs : List.of(split.train(), split.validation())) {
                parts.add(Integer.toString(pairs.size()));
                for (Comparison pair : pairs) {
                    Comparison.exchanges(List.of(pair)).forEach(e -> parts.add(e.contentHash()));
                    parts.add(Double.toString(pair.strength()));
                }
            }
            return Hash.ofTexts(parts.toArray(String[]::new));
        }

        @Override
        public RewardModel begin(Start start, Progress progress) {
            return start.unfitted(tuning().seed());
        }

        @Override
        public TrainingResult train(RewardModel model, Checkpoints checkpoints, Watcher watcher, Progress progress) {
            return comparing.train(model, split, checkpoints, watcher, progress);
        }
    }
}
