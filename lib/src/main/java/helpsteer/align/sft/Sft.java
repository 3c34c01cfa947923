package helpsteer.align.sft;

import ai.djl.ndarray.NDManager;
import helpsteer.align.Policy;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyText;
import helpsteer.align.Tuning;
import helpsteer.data.Split;
import helpsteer.run.Progress;
import helpsteer.train.Checkpoints;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Supervised fine-tuning, attribute-conditioned where the lessons have ratings (SteerLM): the mean over a batch's response
 * tokens of minus their log-probability.
 *
 * @param tuning how long and how fast
 */
public record Sft(Tuning tuning) {
    /** Trains the policy; it ends as the best by the validation lessons. */
    public TrainingResult run(
            Policy policy,
            Split<SftExample> lessons,
            @Nullable Checkpoints checkpoints,
            Watcher watcher,
            Progress progress) {
        return tuning.train(policy, objective(policy, lessons), checkpoints, watcher, progress);
    }

    public PolicyObjective objective(Policy policy, Split<SftExample> lessons) {
        return new SftObjective(policy, read(policy, lessons.train()), read(policy, lessons.validation()), tuning);
    }

    private static List<PolicyText> read(Policy policy, List<SftExample> lessons) {
        return lessons.parallelStream().map(lesson -> lesson.read(policy)).toList();
    }

    private static final class SftObjective extends PolicyObjective {
        private final int rows;
        private final List<PolicyText> validation;

        SftObjective(Policy policy, List<PolicyText> train, List<PolicyText> validation, Tuning tuning) {
            super(policy, train, tuning);
            rows = train.size();
            this.validation = validation;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public List<Integer> textsOf(int row) {
            return List.of(row);
        }

        @Override
        public List<String> numbers() {
            return validation.stream().map(PolicyText::toString).toList();
        }

        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            List<PolicyText> texts = textsOf(batch);
            double each = -1 / weight(batch);
            return weighted(texts, texts.stream().map(t -> same(t, each)).toList(), share, scope);
        }

        @Override
        public double weight(List<Integer> batch) {
            return askedTokens(batch);
        }

        @Override
        public double validationLoss() {
            Stream<double[]> logs = policy().of(validation, Progress.SILENT).stream();
            return -logs.flatMapToDouble(Arrays::stream).average().orElseThrow();
        }

        @Override
        public String describe(int row) {
            return "lesson " + row;
        }
    }
}
