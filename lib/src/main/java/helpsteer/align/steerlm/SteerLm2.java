package helpsteer.align.steerlm;

import ai.djl.ndarray.NDManager;
import helpsteer.align.Policy;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyText;
import helpsteer.align.steerlm2.Candidate;
import helpsteer.align.steerlm2.SteerLm2Weights;
import helpsteer.data.Filtered;
import helpsteer.data.Split;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One iteration of SteerLM 2.0 (paper, section 4.5): the policy, which began as the sampler of the responses, is moved by
 * equation 11. The loss is equation 12, whose gradient that is, as a mean over prompts.
 *
 */
public final class SteerLm2 {
    private SteerLm2() {}

    /**
     * The loss for a policy at hand.
     *
     * @param perToken whether a prompt's loss is divided by the mean number of tokens of its responses, as in the reference code
     * @param args its batches count prompts
     */
    public static Objective objective(Policy policy, Split<SteerLm2Row> rows, boolean perToken, TrainingArgs args) {
        return new SteerLm2Objective(
                policy, Group.of(policy, rows.train()), Group.of(policy, rows.validation()), perToken, args);
    }

    /** The rows whose every response is read whole: of a part the log-probability would be another's. */
    public static Filtered<SteerLm2Row> fitting(Policy policy, List<SteerLm2Row> rows) {
        List<SteerLm2Row> kept =
                rows.stream().filter(new ResponseReader(policy)::fits).toList();
        int cut = rows.size() - kept.size();
        return new Filtered<>(kept, cut == 0 ? Map.of() : Map.of("longer than the policy reads", cut));
    }

    /**
     * The weights of a row's responses, before any training.
     *
     * @throws IllegalArgumentException as {@link SteerLm2Weights#of} does
     */
    public static SteerLm2Weights weights(SteerLm2Row row) {
        return SteerLm2Weights.of(row.responses().stream()
                .map(r -> new Candidate(r.logAttributes(), r.logPrior(), r.logSampler()))
                .toList());
    }

    /**
     * What the weights of some prompts are worth before any training.
     *
     * @param prompts how many
     * @param uniform those whose responses all weigh the same, as identical ones do: they teach nothing
     * @param responses mean number of responses
     * @param effectiveResponses mean number of responses of equal weight that would say as much
     */
    public record Worth(int prompts, int uniform, double responses, double effectiveResponses) {
        /** Over at least one row. */
        public static Worth of(List<SteerLm2Row> rows) {
            List<SteerLm2Weights> all = rows.stream().map(SteerLm2::weights).toList();
            return new Worth(
                    rows.size(),
                    (int) all.stream().filter(SteerLm2Weights::uniform).count(),
                    all.stream().mapToInt(SteerLm2Weights::size).average().orElseThrow(),
                    all.stream()
                            .mapToDouble(SteerLm2Weights::effectiveSamples)
                            .average()
                            .orElseThrow());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d prompts of %.1f responses, worth %.1f of equal weight; %d where all weigh the same and nothing"
                            + " is learned",
                    prompts,
                    responses,
                    effectiveResponses,
                    uniform);
        }
    }

    /** A row as the policy reads it. */
    private record Group(List<PolicyText> texts, SteerLm2Weights weights) {
        static List<Group> of(Policy policy, List<SteerLm2Row> rows) {
            ResponseReader reader = new ResponseReader(policy);
            return rows.stream()
                    .map(row -> new Group(reader.texts(row), SteerLm2.weights(row)))
                    .toList();
        }

        /** What the distance is multiplied by. */
        double scale(boolean perToken) {
            return perToken
                    ? 1
                            / texts.stream()
                                    .mapToInt(PolicyText::askedCount)
                                    .average()
                                    .orElseThrow()
                    : 1;
        }
    }

    private static final class SteerLm2Objective extends PolicyObjective {
        private final List<Group> train;
        private final List<Group> validation;
        private final int[] starts;
        private final boolean perToken;

        SteerLm2Objective(
                Policy policy, List<Group> train, List<Group> validation, boolean perToken, TrainingArgs args) {
            super(policy, train.stream().flatMap(g -> g.texts.stream()).toList(), args);
            this.train = train;
            this.validation = validation;
            this.perToken = perToken;
            starts = new int[train.size()];
            for (int i = 1; i < starts.length; i++) {
                starts[i] = starts[i - 1] + train.get(i - 1).texts.size();
            }
        }

        @Override
        public int rows() {
            return train.size();
        }

        @Override
        public List<Integer> textsOf(int row) {
            return IntStream.range(
                            starts[row], starts[row] + train.get(row).texts.size())
                    .boxed()
                    .toList();
        }

        @Override
        public List<String> numbers() {
            List<String> out = new ArrayList<>(List.of("per token " + perToken));
            train.forEach(g -> out.add(Arrays.toString(g.weights.targets())));
            validation.forEach(g -> out.add(g.texts + Arrays.toString(g.weights.targets())));
            return out;
        }

        /** Reads all responses once for their b', then moves each by w' - b', in as many parts as memory asks for. */
        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            List<PolicyText> texts = textsOf(batch);
            double[] logs = policy().sums(texts);
            List<double[]> factors = new ArrayList<>();
            double loss = 0;
            int at = 0;
            for (int row : batch) {
                Group group = train.get(row);
                double[] own = Arrays.copyOfRange(logs, at, at + group.texts.size());
                double scale = group.scale(perToken) / batch.size();
                double[] pulls = group.weights.pulls(own);
                for (int i = 0; i < pulls.length; i++) {
                    factors.add(same(group.texts.get(i), -pulls[i] * scale));
                }
                loss += group.weights.distance(own) * scale;
                at += own.length;
            }
            weighted(texts, factors, share, scope);
            return loss;
        }

        @Override
        public double weight(List<Integer> batch) {
            return batch.size();
        }

        @Override
        public double validationLoss() {
            double[] logs = policy().sums(
                            validation.stream().flatMap(g -> g.texts.stream()).toList());
            double sum = 0;
            int at = 0;
            for (Group group : validation) {
                double[] own = Arrays.copyOfRange(logs, at, at + group.texts.size());
                sum += group.weights.distance(own) * group.scale(perToken);
                at += own.length;
            }
            return sum / validation.size();
        }

        @Override
        public String describe(int row) {
            return "prompt " + row;
        }
    }
}
