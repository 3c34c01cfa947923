package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.nn.TinyDecoders;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tiny decoders' cache against the same texts read whole. */
class DecodingTest {
    private static final int STEPS = 20;

    private NDManager manager = Torch.newManager();

    @BeforeEach
    void open() {
        manager.close();
        manager = Torch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[] uniforms(int count, SplittableRandom random) {
        return random.doubles(count).toArray();
    }

    /** A row of text as it grows, with what was said of each new token. */
    private static final class Grown {
        private final int[] prompt;
        private final List<SampledToken> draws = new ArrayList<>();

        Grown(int[] prompt) {
            this.prompt = prompt;
        }

        int[] ids() {
            int[] out = Arrays.copyOf(prompt, prompt.length + draws.size());
            for (int i = 0; i < draws.size(); i++) {
                out[prompt.length + i] = draws.get(i).token();
            }
            return out;
        }

        int last() {
            return draws.get(draws.size() - 1).token();
        }
    }

    private static void step(Decoding decoding, List<Grown> open, SplittableRandom random) {
        int[] tokens = open.stream().mapToInt(Grown::last).toArray();
        List<SampledToken> draws = decoding.step(tokens, uniforms(open.size() * decoding.levels(), random));
        for (int i = 0; i < draws.size(); i++) {
            open.get(i).draws.add(draws.get(i));
        }
    }

    private static List<Grown> add(Decoding decoding, List<int[]> prompts, int samples, SplittableRandom random) {
        List<SampledToken> draws =
                decoding.add(prompts, samples, uniforms(prompts.size() * samples * decoding.levels(), random));
        List<Grown> out = new ArrayList<>();
        for (int i = 0; i < draws.size(); i++) {
            out.add(new Grown(prompts.get(i / samples)));
            out.get(i).draws.add(draws.get(i));
        }
        return out;
    }

    private static List<Grown> keep(Decoding decoding, List<Grown> open, int... rows) {
        decoding.keep(rows);
        return new ArrayList<>(Arrays.stream(rows).mapToObj(open::get).toList());
    }

    private static void assertAsReadWhole(Decoder decoder, List<Grown> rows, double limit) {
        double[][] whole = TokenLogProbs.of(
                decoder,
                rows.stream().map(Grown::ids).toList(),
                rows.stream()
                        .map(r -> IntStream.range(r.prompt.length, r.prompt.length + r.draws.size())
                                .toArray())
                        .toList());
        for (int r = 0; r < whole.length; r++) {
            for (int i = 0; i < whole[r].length; i++) {
                assertThat(rows.get(r).draws.get(i).logProbability())
                        .as("row " + r + ", token " + i)
                        .isCloseTo(whole[r][i], within(limit));
            }
        }
    }

    /** Prompts of several lengths, several rows each, some that leave, others that join: nothing changes the numbers. */
    @TestFactory
    Stream<DynamicTest> step_rowsLeaveAndJoin_logProbabilitiesAreThoseOfTheWholeText() {
        return TinyDecoders.FAMILIES.stream()
                .map(family -> dynamicTest(family, () -> {
                    GoldenDecoder reference = GoldenDecoder.of(family);
                    SplittableRandom random = new SplittableRandom(7);
                    try (Decoder decoder = reference.open(manager, Decoder.Options.defaults());
                            Decoding decoding = new Decoding(decoder, LogitsProcessor.plain())) {
                        List<int[]> prompts = reference.sequences();
                        List<Grown> all = new ArrayList<>();
                        List<Grown> open = add(decoding, prompts.subList(0, 3), 2, random);
                        all.addAll(open);
                        for (int i = 0; i < 4; i++) {
                            step(decoding, open, random);
                        }
                        open = keep(decoding, open, 0, 3, 4, 5);
                        for (int i = 0; i < 3; i++) {
                            step(decoding, open, random);
                        }
                        List<Grown> more = add(decoding, prompts.subList(3, 5), 3, random);
                        all.addAll(more);
                        open.addAll(more);
                        for (int i = 0; i < 5; i++) {
                            step(decoding, open, random);
                        }
                        open = keep(decoding, open, 4, 5, 9);
                        for (int i = 0; i < 8; i++) {
                            step(decoding, open, random);
                        }
                        assertThat(all).hasSize(12);
                        assertAsReadWhole(decoder, all, 1e-4);
                    }
                }));
    }

    /** As transformers computed the logits, so its greedy tokens: the cache's equal those of reading the whole each time. */
    @TestFactory
    Stream<DynamicTest> step_greedy_tokensEqualThoseWithoutCache() {
        return TinyDecoders.FAMILIES.stream()
                .map(family -> dynamicTest(family, () -> {
                    GoldenDecoder reference = GoldenDecoder.of(family);
                    SplittableRandom random = new SplittableRandom(7);
                    try (Decoder decoder = reference.open(manager, Decoder.Options.defaults());
                            Decoding decoding = new Decoding(decoder, LogitsProcessor.greedy())) {
                        List<Grown> open = add(decoding, reference.sequences(), 1, random);
                        for (int i = 1; i < STEPS; i++) {
                            step(decoding, open, random);
                        }
                        for (Grown row : open) {
                            int[] ids = row.prompt;
                            for (int i = 0; i < STEPS; i++) {
                                DecoderInput input = DecoderInput.of(List.of(ids), manager);
                                NDArray logits = decoder.logits(decoder.last(decoder.forward(input), input));
                                ids = Arrays.copyOf(ids, ids.length + 1);
                                ids[ids.length - 1] = (int) logits.argMax().getLong();
                            }
                            assertThat(row.ids()).isEqualTo(ids);
                        }
                    }
                }));
    }

    /** Slots grow twice within these steps, and the first are dropped as the rows that used them leave. */
    @TestFactory
    Stream<DynamicTest> step_precisions_nearTheWholeText() {
        return Stream.of(Precision.values())
                .map(precision -> dynamicTest(precision.label(), () -> {
                    GoldenDecoder reference = GoldenDecoder.adapted();
                    SplittableRandom random = new SplittableRandom(7);
                    Decoder.Options options =
                            Decoder.Options.defaults().withPrecision(precision).withLora(GoldenDecoder.ADAPTERS);
                    try (Decoder decoder = new Decoder(
                                    reference.config(),
                                    reference.weights(),
                                    new Parameters(manager),
                                    options,
                                    new Seed(1));
                            Decoder plain = decoder.withoutAdapters();
                            Decoding decoding = new Decoding(decoder, LogitsProcessor.plain())) {
                        List<Grown> open = add(decoding, reference.sequences(), 2, random);
                        for (int i = 0; i < 25; i++) {
                            step(decoding, open, random);
                        }
                        double limit = precision == Precision.FLOAT32 ? 1e-4 : 0.5;
                        assertAsReadWhole(decoder, open, limit);
                        List<Grown> same = open;
                        org.assertj.core.api.Assertions.assertThatThrownBy(() -> assertAsReadWhole(plain, same, limit))
                                .isInstanceOf(AssertionError.class);
                    }
                }));
    }
}
