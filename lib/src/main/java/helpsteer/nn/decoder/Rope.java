package helpsteer.nn.decoder;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rotary positions: by how much each pair of a head's numbers is turned at each position (Su et al. 2021).
 *
 * <p>Computed in float where transformers does, so that far positions round alike.
 *
 * @param theta base of the frequencies, above 1
 * @param width numbers of a head that are turned, even
 * @param scaling how the frequencies are stretched for longer texts
 */
public record Rope(double theta, int width, Scaling scaling) {
    public Rope {
        if (!(theta > 1) || width < 2 || width % 2 != 0) {
            throw new IllegalArgumentException(
                    "theta must be above 1 and width even and at least 2, got " + theta + " and " + width);
        }
    }

    /** A change of the frequencies, made when the model was taught longer texts. */
    public sealed interface Scaling {
        /** The frequencies in place of the given ones. */
        float[] apply(float[] frequencies, Rope rope);

        /** What cosines and sines are multiplied by. */
        default double attentionFactor() {
            return 1;
        }
    }

    /** As in the first paper. */
    public record None() implements Scaling {
        @Override
        public float[] apply(float[] frequencies, Rope rope) {
            return frequencies;
        }
    }

    /**
     * Position interpolation (Chen et al. 2023).
     *
     * @param factor how much longer, at least 1
     */
    public record Linear(double factor) implements Scaling {
        public Linear {
            check(factor, 1);
        }

        @Override
        public float[] apply(float[] frequencies, Rope rope) {
            float[] out = frequencies.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) (out[i] / factor);
            }
            return out;
        }
    }

    /**
     * Llama 3.1's: long waves are slowed by the factor, short ones stay, those between are blended.
     *
     * @param factor how much longer, at least 1
     * @param lowFactor waves longer than {@code original / lowFactor} are slowed
     * @param highFactor waves shorter than {@code original / highFactor} stay
     * @param original positions that the model was first taught
     */
    public record Llama3(double factor, double lowFactor, double highFactor, int original) implements Scaling {
        public Llama3 {
            check(factor, original);
            if (!(lowFactor > 0 && highFactor > lowFactor)) {
                throw new IllegalArgumentException("high_freq_factor must be above low_freq_factor, both above 0, got "
                        + highFactor + " and " + lowFactor);
            }
        }

        @Override
        public float[] apply(float[] frequencies, Rope rope) {
            float[] out = frequencies.clone();
            for (int i = 0; i < out.length; i++) {
                double wave = 2 * Math.PI / out[i];
                if (wave > original / lowFactor) {
                    out[i] = (float) (out[i] / factor);
                } else if (wave >= original / highFactor) {
                    double smooth = (original / wave - lowFactor) / (highFactor - lowFactor);
                    out[i] = (float) ((1 - smooth) * (out[i] / factor) + smooth * out[i]);
                }
            }
            return out;
        }
    }

    /**
     * YaRN (Peng et al. 2023): a blend by the number of turns within the original length, and sharper attention.
     *
     * @param factor how much longer, at least 1
     * @param fast turns from which a frequency stays
     * @param slow turns below which it is slowed by the factor
     * @param original positions that the model was first taught
     * @param attentionFactor what cosines and sines are multiplied by
     */
    public record Yarn(double factor, double fast, double slow, int original, double attentionFactor)
            implements Scaling {
        public Yarn {
            check(factor, original);
            if (!(slow > 0 && fast > slow && attentionFactor > 0)) {
                throw new IllegalArgumentException(
                        "beta_fast must be above beta_slow and these and attention_factor above 0," + " got " + fast
                                + ", " + slow + " and " + attentionFactor);
            }
        }

        @Override
        public float[] apply(float[] frequencies, Rope rope) {
            double low = Math.max(Math.floor(dimension(fast, rope)), 0);
            double high = Math.min(Math.ceil(dimension(slow, rope)), rope.width - 1);
            double span = low == high ? 0.001 : high - low;
            float[] out = frequencies.clone();
            for (int i = 0; i < out.length; i++) {
                double slowed = Math.min(1, Math.max(0, (i - low) / span));
                out[i] = (float) (frequencies[i] / factor * slowed + frequencies[i] * (1 - slowed));
            }
            return out;
        }

        /** The position among the frequencies that turns so often within the original length. */
        private double dimension(double turns, Rope rope) {
            return rope.width * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(rope.theta));
        }
    }

    private static void check(double factor, int original) {
        if (!(factor >= 1 && Double.isFinite(factor)) || original < 1) {
            throw new IllegalArgumentException(
                    "factor and original positions must be at least 1, got " + factor + " and " + original);
        }
    }

    /** The rotary positions that a config asks for, in the form of transformers 4 or 5. */
    static Rope of(ModelConfig config, int headWidth) {
        Optional<ModelConfig> found = config.section("rope_parameters").or(() -> config.section("rope_scaling"));
        double theta = found.map(s -> s.number("rope_theta", config.number("rope_theta", 10000)))
                .orElseGet(() -> config.number("rope_theta", 10000));
        if (found.map(s -> s.number("partial_rotary_factor", 1))
                        .orElseGet(() -> config.number("partial_rotary_factor", 1))
                != 1) {
            throw new InvalidWeightsException(config.source() + ": partial_rotary_factor must be 1, got another value;"
                    + " this model needs a forward pass that is not here");
        }
        return new Rope(theta, headWidth, found.map(s -> scaling(s, config)).orElseGet(None::new));
    }

    private static Scaling scaling(ModelConfig section, ModelConfig config) {
        String type = section.text("rope_type", section.text("type", "default"));
        int positions = config.count("max_position_embeddings", 2048);
        return switch (type) {
            case "default" -> new None();
            case "linear" -> new Linear(section.number("factor"));
            case "llama3" ->
                new Llama3(
                        section.number("factor"),
                        section.number("low_freq_factor"),
                        section.number("high_freq_factor"),
                        section.count("original_max_position_embeddings"));
            case "yarn" -> yarn(section, positions);
            default ->
                throw new InvalidWeightsException(section.source()
                        + " must have a rope_type out of default, linear, llama3 and yarn, got " + type);
        };
    }

    private static Yarn yarn(ModelConfig section, int positions) {
        if (section.has("mscale") || section.has("mscale_all_dim") || !section.flag("truncate", true)) {
            throw new InvalidWeightsException(
                    section.source() + " must not hold mscale, mscale_all_dim or truncate: false, got one of them");
        }
        int original = section.count("original_max_position_embeddings", positions);
        double factor = section.number("factor");
        double sharper = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
        return new Yarn(
                factor,
                section.number("beta_fast", 32),
                section.number("beta_slow", 1),
                original,
                section.number("attention_factor", sharper));
    }

    /** Tokens that each pair of numbers needs for one full turn, after scaling, in the order of the pairs. */
    public double[] wavelengths() {
        float[] frequencies = scaling.apply(frequencies(), this);
        return IntStream.range(0, frequencies.length)
                .mapToDouble(i -> 2 * Math.PI / frequencies[i])
                .toArray();
    }

    /**
     * Cosines and sines of every position, the second half of each row a copy of the first.
     *
     * @return shape (2, positions, width), row-major
     */
    float[] table(int positions) {
        float[] frequencies = scaling.apply(frequencies(), this);
        int half = width / 2;
        float[] out = new float[2 * positions * width];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < width; i++) {
                double angle = p * frequencies[i % half]; // float product, as transformers has it
                out[p * width + i] = (float) (Math.cos(angle) * scaling.attentionFactor());
                out[(positions + p) * width + i] = (float) (Math.sin(angle) * scaling.attentionFactor());
            }
        }
        return out;
    }

    private float[] frequencies() {
        float[] out = new float[width / 2];
        for (int i = 0; i < out.length; i++) {
            float exponent = 2f * i / width;
            out[i] = 1f / (float) Math.pow(theta, exponent);
        }
        return out;
    }
}
