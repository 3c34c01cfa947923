package helpsteer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.Gradients;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two layers with dropout between, fitted to rows of one to five tokens; the mean is over tokens, padding masked. Batches
 * have as many rows as fit into a budget of tokens, in an order of the epoch's own.
 */
final class TinyNet implements Objective, AutoCloseable {
    static final List<String> NAMES = List.of("w1", "b1", "w2", "b2");
    static final int ROWS = 12;
    private static final int IN = 4;
    private static final int INNER = 8;
    private static final int BUDGET = 10;

    private final NDManager manager = Torch.newManager();
    private final Parameters parameters = new Parameters(manager);
    private final List<float[][]> rows = new ArrayList<>();
    private final List<float[]> targets = new ArrayList<>();
    private final Seed seed;
    private final float dropout;

    TinyNet(Seed seed, double dropout) {
        this.seed = seed;
        this.dropout = (float) dropout;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ROWS; i++) {
            int tokens = 1 + random.nextInt(5);
            float[][] row = new float[tokens][];
            for (int t = 0; t < tokens; t++) {
                row[t] = floats(random, IN, 1);
            }
            rows.add(row);
            targets.add(floats(random, tokens, 1));
        }
        parameters.add("w1", new Shape(INNER, IN), floats(random, INNER * IN, 0.7));
        parameters.add("b1", new Shape(INNER), floats(random, INNER, 0.7));
        parameters.add("w2", new Shape(1, INNER), floats(random, INNER, 0.7));
        parameters.add("b2", new Shape(1), floats(random, 1, 0.7));
    }

    private static float[] floats(SplittableRandom random, int count, double size) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextDouble(-size, size);
        }
        return out;
    }

    NDManager manager() {
        return manager;
    }

    Parameters parameters() {
        return parameters;
    }

    /** All parameters' values, one after the other. */
    float[] values() {
        float[] out = new float[(int) parameters.count()];
        int at = 0;
        for (String name : NAMES) {
            float[] values = parameters.get(name).toFloatArray();
            System.arraycopy(values, 0, out, at, values.length);
            at += values.length;
        }
        return out;
    }

    @Override
    public List<List<Integer>> epoch(int epoch) {
        SplittableRandom random = seed.stream("shuffle", epoch);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            order.add(random.nextInt(order.size() + 1), i);
        }
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int row : order) {
            open.add(row);
            if (open.size() > 1 && open.size() * longest(open) > BUDGET) {
                open.remove(open.size() - 1);
                batches.add(open);
                open = new ArrayList<>(List.of(row));
            }
        }
        batches.add(open);
        return batches;
    }

    @Override
    public double backward(List<Integer> batch, double share, NDManager scope) {
        return Gradients.of(share, () -> loss(batch, scope, dropout, 1));
    }

    private NDArray loss(List<Integer> batch, NDManager scope, float rate, float scale) {
        int longest = longest(batch);
        float[] x = new float[batch.size() * longest * IN];
        float[] y = new float[batch.size() * longest];
        float[] keep = new float[y.length];
        for (int r = 0; r < batch.size(); r++) {
            float[][] row = rows.get(batch.get(r));
            for (int t = 0; t < row.length; t++) {
                System.arraycopy(row[t], 0, x, (r * longest + t) * IN, IN);
                y[r * longest + t] = scale * targets.get(batch.get(r))[t];
                keep[r * longest + t] = 1;
            }
        }
        NDArray in = scope.create(x, new Shape(y.length, IN));
        NDArray inner = linear(in, "w1", "b1").tanh();
        if (rate > 0) {
            inner = inner.getNDArrayInternal().dropout(inner, rate, true).singletonOrThrow();
        }
        NDArray error = linear(inner, "w2", "b2").sub(scope.create(y, new Shape(y.length, 1)));
        return error.square()
                .mul(scope.create(keep, new Shape(y.length, 1)))
                .sum()
                .div((float) weight(batch));
    }

    private NDArray linear(NDArray x, String weight, String bias) {
        return x.getNDArrayInternal()
                .linear(x, parameters.get(weight), parameters.get(bias))
                .singletonOrThrow();
    }

    private int longest(List<Integer> batch) {
        return batch.stream().mapToInt(r -> rows.get(r).length).max().orElseThrow();
    }

    @Override
    public double weight(List<Integer> batch) {
        return tokens(batch);
    }

    @Override
    public long tokens(List<Integer> batch) {
        return batch.stream().mapToLong(r -> rows.get(r).length).sum();
    }

    @Override
    public long paddedTokens(List<Integer> batch) {
        return (long) batch.size() * longest(batch) - tokens(batch);
    }

    /** Half of the rows with the opposite targets, a third in size, so that it first falls and then rises. */
    @Override
    public double validationLoss() {
        try (NDManager scope = manager.newSubManager()) {
            return loss(List.of(0, 1, 2, 3, 4, 5), scope, 0, -1 / 3f).getFloat();
        }
    }

    @Override
    public String describe(int row) {
        return "row " + row;
    }

    @Override
    public String dataHash() {
        return "tiny rows, " + seed;
    }

    @Override
    public void close() {
        parameters.close();
        manager.close();
    }
}
