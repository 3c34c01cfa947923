package helpsteer.align.sft;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyStart;
import helpsteer.align.PolicyText;
import helpsteer.data.Split;
import helpsteer.run.Json;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Supervised fine-tuning, attribute-conditioned where the lessons have ratings (SteerLM): the mean over a batch's response
 * tokens of minus their log-probability.
 *
 * @param from what the policy begins as
 * @param split lessons on both sides
 */
public record Sft(PolicyStart from, Split<SftExample> split) implements PolicyJob {
    @Override
    public String loss() {
        return "sft";
    }

    @Override
    public int rows() {
        return split.size();
    }

    @Override
    public JsonNode task() {
        return Json.object();
    }

    @Override
    public String dataSha256() {
        return split.sha256(SftExample::contentHash);
    }

    @Override
    public TrainingResult train(Policy policy, Session session) {
        return session.train(policy, objective(policy, split, session.args()));
    }

    /** The loss for a policy at hand. */
    public static Objective objective(Policy policy, Split<SftExample> lessons, TrainingArgs args) {
        return new SftObjective(policy, read(policy, lessons.train()), read(policy, lessons.validation()), args);
    }

    private static List<PolicyText> read(Policy policy, List<SftExample> lessons) {
        return lessons.parallelStream().map(lesson -> lesson.read(policy)).toList();
    }

    private static final class SftObjective extends PolicyObjective {
        private final int rows;
        private final List<PolicyText> validation;

        SftObjective(Policy policy, List<PolicyText> train, List<PolicyText> validation, TrainingArgs args) {
            super(policy, train, args);
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
            Stream<double[]> logs = policy().of(validation).stream();
            return -logs.flatMapToDouble(Arrays::stream).average().orElseThrow();
        }

        @Override
        public String describe(int row) {
            return "lesson " + row;
        }
    }
}
