package helpsteer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;

/** Log-probabilities of tokens at hand, given those before them. */
public final class TokenScores {
    /** Logits that are held at a time: 64 MiB. */
    private static final int LOGITS = 1 << 24;

    private TokenScores() {}

    /**
     * Reads sequences once each, in one batch, without gradient. Logits are made for a few tokens at a time and only where
     * they are asked for, so that they never lie whole in memory.
     *
     * @param sequences token ids
     * @param positions for each sequence which of its tokens are scored, each at least 1, for the first has nothing before it
     * @return for each sequence a log-probability for each position
     */
    public static double[][] of(Decoder decoder, List<int[]> sequences, List<int[]> positions) {
        int count = positions.stream().mapToInt(p -> p.length).sum();
        long[] rows = new long[count];
        long[] targets = new long[count];
        int start = 0;
        int at = 0;
        for (int s = 0; s < sequences.size(); s++) {
            int[] ids = sequences.get(s);
            for (int position : positions.get(s)) {
                if (position < 1 || position >= ids.length) {
                    throw new IllegalArgumentException("position must be within 1 to " + (ids.length - 1) + ", got "
                            + position + " in sequence " + s);
                }
                rows[at] = (long) start + position - 1;
                targets[at++] = ids[position];
            }
            start += ids.length;
        }
        float[] flat = flat(decoder, sequences, rows, targets);
        double[][] out = new double[sequences.size()][];
        int from = 0;
        for (int s = 0; s < out.length; s++) {
            out[s] = new double[positions.get(s).length];
            for (int i = 0; i < out[s].length; i++) {
                out[s][i] = flat[from++];
            }
        }
        return out;
    }

    private static float[] flat(Decoder decoder, List<int[]> sequences, long[] rows, long[] targets) {
        float[] out = new float[rows.length];
        int chunk = Math.max(1, LOGITS / decoder.config().vocabulary());
        Torch.inferenceByDefault();
        try (NDManager scope = decoder.manager().newSubManager()) {
            NDArray hidden = decoder.forward(DecoderInput.of(sequences, scope));
            for (int from = 0; from < rows.length; from += chunk) {
                int to = Math.min(rows.length, from + chunk);
                NDArray some = scope.create(Arrays.copyOfRange(rows, from, to));
                NDArray next = scope.create(Arrays.copyOfRange(targets, from, to));
                NDArray scores = decoder.continuing().call("given", hidden, some, next, decoder.output());
                System.arraycopy(scores.toFloatArray(), 0, out, from, to - from);
            }
        }
        return out;
    }
}
