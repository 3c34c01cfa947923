package helpsteer.study.steering;

import helpsteer.simulation.raters.Raters;
import helpsteer.simulation.world.WorldSettings;
import helpsteer.weights.model.TinyDecoder;

/**
 * All that decides the numbers of a study of steering, but for the number of its repetitions.
 *
 * @param texts what is written and rated
 * @param shape of the policies
 * @param rows how many responses are learned
 * @param asked how many prompts are answered
 */
public record SteeringSettings(Texts texts, Shape shape, Rows rows, Asked asked) {
    private static final int OBJECTS = 4;

    /**
     * What is written and rated.
     *
     * @param world its seed is that of the whole study
     * @param raters who rate
     */
    public record Texts(WorldSettings world, Raters raters) {}

    /**
     * The shape of the policies.
     *
     * @param decoder layers, heads and the longest text in tokens
     * @param vocabulary tokens of the trained tokenizer, those of bytes and the control tokens included
     * @param answer most tokens of an answer, at least 8
     */
    public record Shape(TinyDecoder decoder, int vocabulary, int answer) {
        private static final int SHORTEST = 8;

        public Shape {
            if (vocabulary < TinyDecoder.leastVocabulary()) {
                throw new IllegalArgumentException(
                        "vocabulary must be at least " + TinyDecoder.leastVocabulary() + ", got " + vocabulary);
            }
            if (answer < SHORTEST || answer > decoder.context() / 2) {
                throw new IllegalArgumentException("answer must be " + SHORTEST + " to " + decoder.context() / 2
                        + " tokens, half of what the decoder reads, got " + answer);
            }
        }
    }

    /**
     * How many responses are learned.
     *
     * @param base by the language model that all begins with, of any quality
     * @param tuning by supervised fine-tuning and SteerLM, rated
     * @param reward by each reward model, rated
     */
    public record Rows(int base, int tuning, int reward) {
        private static final int FEWEST = 20;

        public Rows {
            if (Math.min(base, Math.min(tuning, reward)) < FEWEST) {
                throw new IllegalArgumentException("rows to learn must be at least " + FEWEST + " each, got " + base
                        + ", " + tuning + " and " + reward);
            }
        }
    }

    /**
     * How many prompts are answered.
     *
     * @param prompts of an iteration of SteerLM 2.0, of the pairs of DPO, and of a round of REINFORCE or PPO, at least 4
     * @param samples of each of them, at least 4; a round takes half as many
     * @param rounds of REINFORCE and PPO
     * @param evaluated unseen prompts that all policies answer in the end, at least 4
     */
    public record Asked(int prompts, int samples, int rounds, int evaluated) {
        private static final int FEWEST = 4;

        public Asked {
            if (prompts < FEWEST || samples < FEWEST || rounds < 1 || evaluated < FEWEST) {
                throw new IllegalArgumentException("prompts, samples and evaluated prompts must be at least " + FEWEST
                        + " and rounds at least 1, got " + prompts + ", " + samples + ", " + evaluated + " and "
                        + rounds);
            }
        }
    }

    /**
     * The usual size. What all repetitions begin with takes most of the rows: a decoder from nothing first learns to write, then
     * to speak of what it is asked, and only then what depends on numbers in its prompt.
     */
    public static SteeringSettings usual(long seed) {
        return new SteeringSettings(
                new Texts(oneTurn(seed).withTopics(3), Raters.defaults()),
                new Shape(new TinyDecoder(4, 12, 320), 1536, 96),
                new Rows(32_000, 4500, 5000),
                new Asked(48, 8, 3, 40));
    }

    /** A smaller one for a notebook, on two topics. */
    public static SteeringSettings brief(long seed) {
        return new SteeringSettings(
                new Texts(oneTurn(seed).withTopics(2), Raters.defaults()),
                new Shape(new TinyDecoder(3, 10, 320), 1024, 96),
                new Rows(16_000, 4000, 2500),
                new Asked(40, 8, 3, 40));
    }

    /** Short prompts, which state no facts, about few objects: what a decoder of such a size can read and learn by heart. */
    private static WorldSettings oneTurn(long seed) {
        return WorldSettings.standard(seed).withMultiTurn(0).withClosedQa(0).withObjects(OBJECTS);
    }

    /** Source of all randomness. */
    public long seed() {
        return texts.world().seed();
    }
}
