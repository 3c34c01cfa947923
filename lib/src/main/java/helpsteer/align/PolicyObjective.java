package helpsteer.align;

import ai.djl.ndarray.NDManager;
import helpsteer.nn.Precision;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.text.Batching;
import helpsteer.train.BatchedObjective;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.ModelFlops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What all objectives over a policy share: texts, the rows that they belong to, batches, parts by a budget of tokens. */
public abstract class PolicyObjective extends BatchedObjective {
    /** Most tokens computed at a time with gradient; a larger batch is computed in parts whose gradients add up. */
    private static final int TOKENS_AT_A_TIME = 8192;

    private final Policy policy;
    private final List<PolicyText> texts;

    /**
     * Prepares batches of rows.
     *
     * @param texts of all rows, row by row
     */
    public PolicyObjective(Policy policy, List<PolicyText> texts, TrainingArgs args) {
        super(args, texts.stream().mapToInt(PolicyText::length).toArray(), TOKENS_AT_A_TIME);
        this.policy = policy;
        this.texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("rows must be at least one, got none; look at what was dropped");
        }
    }

    /** Number of rows. */
    public abstract int rows();

    /** Positions of a row's texts. */
    public abstract List<Integer> textsOf(int row);

    /** What besides the texts decides over the loss, in words. */
    public abstract List<String> numbers();

    public final Policy policy() {
        return policy;
    }

    public final PolicyText text(int position) {
        return texts.get(position);
    }

    public final List<PolicyText> textsOf(List<Integer> rows) {
        return texts(rows).stream().map(texts::get).toList();
    }

    @Override
    protected final List<Integer> texts(List<Integer> rows) {
        return rows.stream().flatMap(row -> textsOf(row.intValue()).stream()).toList();
    }

    @Override
    protected final int[] costs() {
        int[] costs = new int[rows()];
        Arrays.setAll(costs, row -> (int) tokens(List.of(row)));
        return costs;
    }

    /**
     * The sum over texts and tokens of factors times log-probabilities, in parts; {@code share} times its gradient is added.
     *
     * @param factors of each text's tokens asked for
     */
    public final double weighted(List<PolicyText> some, List<double[]> factors, double share, NDManager scope) {
        int[] lengths = some.stream().mapToInt(PolicyText::length).toArray();
        double sum = 0;
        for (List<Integer> part : Batching.byTokens(lengths, tokensAtATime()).groups()) {
            List<double[]> ofPart = part.stream().map(factors::get).toList();
            try (NDManager inner = scope.newSubManager()) {
                sum += policy.backward(
                        part.stream().map(some::get).toList(),
                        (hidden, batch) -> batch.weighted(hidden, PolicyBatch.joined(ofPart, inner)),
                        share,
                        inner);
            }
        }
        return sum;
    }

    /** The same factor for each token asked for of a text. */
    public static double[] same(PolicyText text, double factor) {
        double[] out = new double[text.askedCount()];
        Arrays.fill(out, factor);
        return out;
    }

    /** Tokens asked for in all texts of some rows. */
    public final double askedTokens(List<Integer> rows) {
        return textsOf(rows).stream().mapToDouble(PolicyText::askedCount).sum();
    }

    @Override
    public final String dataHash() {
        List<String> how = new ArrayList<>(List.of(getClass().getSimpleName(), Json.line(args())));
        how.addAll(policy.settings());
        how.addAll(numbers());
        return Hash.ofTexts(Stream.concat(how.stream(), texts.stream().map(PolicyText::toString)));
    }

    @Override
    public final OptionalDouble flopsPerToken(List<Integer> batch) {
        int[] lengths = textsOf(batch).stream().mapToInt(PolicyText::length).toArray();
        return OptionalDouble.of(ModelFlops.perToken(policy.decoder(), lengths));
    }

    @Override
    public final Precision precision() {
        return policy.input().options().precision();
    }
}
