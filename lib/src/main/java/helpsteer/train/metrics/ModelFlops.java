package helpsteer.train.metrics;

import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderConfig;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;

/** What training a transformer costs in floating-point operations, by convention. */
public final class ModelFlops {
    private ModelFlops() {}

    /**
     * {@code 6 N + 12 L D T} for a token, forward and backward (Chowdhery et al. 2022, appendix B). Work that is done twice
     * to save memory does not count, nor does the half of the attention that a causal mask makes needless.
     *
     * @param parameters N, those of matrix products: without embeddings
     * @param layers L
     * @param width D, all heads together
     * @param tokens T, length of the sequence
     */
    public static double perToken(long parameters, int layers, int width, int tokens) {
        if (parameters < 1 || layers < 1 || width < 1 || tokens < 1) {
            throw new IllegalArgumentException("parameters, layers, width and tokens must be at least 1, got "
                    + parameters + ", " + layers + ", " + width + " and " + tokens);
        }
        return 6.0 * parameters + 12.0 * layers * width * tokens;
    }

    /**
     * The same where part of the model is frozen: no gradient of its weights is computed, so it costs {@code 4 N}.
     *
     * @param frozen N of the frozen matrices
     * @param trained N of the trained ones, at least 1
     */
    public static double perToken(long frozen, long trained, int layers, int width, int tokens) {
        return 4.0 * frozen + perToken(trained, layers, width, tokens);
    }

    /**
     * The same for sequences that a decoder reads; its embedding is looked up, not multiplied, and does not count.
     *
     * @param lengths tokens of each sequence, of which there is at least one
     */
    public static double perToken(Decoder decoder, int[] lengths) {
        double tokens = Arrays.stream(lengths).asLongStream().sum();
        double pairs = Arrays.stream(lengths).mapToDouble(l -> (double) l * l).sum();
        DecoderConfig shape = decoder.config();
        int heads = shape.attention().heads() * shape.attention().headWidth();
        long all = matrixParameters(decoder, name -> true);
        long trained = matrixParameters(decoder, Set.copyOf(decoder.trainable())::contains);
        int typical = (int) Math.max(1, Math.round(pairs / tokens));
        return perToken(all - trained, trained, shape.layers(), heads, typical);
    }

    private static long matrixParameters(Decoder decoder, Predicate<String> chosen) {
        return decoder.parameters().names().stream()
                .filter(name -> name.contains(".layers.") && chosen.test(name))
                .mapToLong(name -> decoder.parameters().get(name).getShape().size())
                .sum();
    }
}
