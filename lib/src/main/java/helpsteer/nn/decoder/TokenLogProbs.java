package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Torch;
import java.util.Arrays;
import java.util.List;

/** Log-probabilities of tokens at hand, given those before them. */
public final class TokenLogProbs {
    /** Logits that are held at a time: 64 MiB. */
    private static final int LOGITS = 1 << 24;

    private TokenLogProbs() {}

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
        return divided(flat, positions.stream().map(p -> p.length).toList());
    }

    /**
     * Reads one context once and each text behind it, without gradient; a text sees the context and itself alone.
     *
     * @param context at least one token
     * @param texts what may follow it, each of at least one token
     * @return for each text a log-probability for each of its tokens
     */
    public static double[][] behind(Decoder decoder, int[] context, List<int[]> texts) {
        int count = texts.stream().mapToInt(t -> t.length).sum();
        long[] rows = new long[count]; // row 0 is the context's last token, the texts' follow
        long[] targets = new long[count];
        int at = 0;
        for (int[] text : texts) {
            for (int i = 0; i < text.length; i++, at++) {
                rows[at] = i == 0 ? 0 : at;
                targets[at] = text[i];
            }
        }
        float[] flat;
        Torch.inferenceByDefault();
        try (NDManager scope = decoder.manager().newSubManager()) {
            DecoderInput first = DecoderInput.of(List.of(context), scope);
            DecoderInput input = DecoderInput.of(texts, scope);
            NDArray table = decoder.tableFor(context.length + input.longest());
            NDList read = decoder.continuing()
                    .callAll(
                            "prefill",
                            first.ids(),
                            first.positions(),
                            table,
                            first.last(),
                            first.plan(),
                            decoder.ordered());
            NDArray hidden = decoder.continuing()
                    .call(
                            "hidden_after_prefix",
                            input.ids(),
                            input.positions().add(context.length),
                            table,
                            input.lengths(),
                            read.get(1),
                            decoder.ordered());
            flat = given(decoder, read.get(0).concat(hidden), rows, targets);
        }
        return divided(flat, texts.stream().map(t -> t.length).toList());
    }

    private static double[][] divided(float[] flat, List<Integer> lengths) {
        double[][] out = new double[lengths.size()][];
        int from = 0;
        for (int s = 0; s < out.length; s++) {
            out[s] = new double[lengths.get(s)];
            for (int i = 0; i < out[s].length; i++) {
                out[s][i] = flat[from++];
            }
        }
        return out;
    }

    private static float[] flat(Decoder decoder, List<int[]> sequences, long[] rows, long[] targets) {
        Torch.inferenceByDefault();
        try (NDManager scope = decoder.manager().newSubManager()) {
            return given(decoder, decoder.forward(DecoderInput.of(sequences, scope)), rows, targets);
        }
    }

    private static float[] given(Decoder decoder, NDArray hidden, long[] rows, long[] targets) {
        float[] out = new float[rows.length];
        int chunk = Math.max(1, LOGITS / decoder.config().vocabulary());
        for (int from = 0; from < rows.length; from += chunk) {
            int to = Math.min(rows.length, from + chunk);
            try (NDManager scope = hidden.getManager().newSubManager()) {
                NDArray some = scope.create(Arrays.copyOfRange(rows, from, to));
                NDArray next = scope.create(Arrays.copyOfRange(targets, from, to));
                NDArray scores = decoder.continuing().call("given", hidden, some, next, decoder.output());
                System.arraycopy(scores.toFloatArray(), 0, out, from, to - from);
                scores.close();
            }
        }
        return out;
    }
}
