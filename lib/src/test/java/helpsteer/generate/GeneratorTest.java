package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.nn.decoder.LogitsProcessor;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order of the work must not show in the answers. */
class GeneratorTest {
    private final LanguageModel model = LanguageModel.open(LanguageModelTest.TINY);

    @AfterEach
    void close() {
        model.close();
    }

    private Generator generator(Set<Integer> stops, int rows, int tokens) {
        return new Generator(model.decoder(), model.tokenizer(), stops, new KvBudget(rows, tokens));
    }

    private static List<int[]> prompts(int count) {
        SplittableRandom random = new SplittableRandom(8);
        List<int[]> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(random.ints(random.nextInt(1, 25), 12, 700).toArray());
        }
        return out;
    }

    private static List<String> texts(List<List<Completion>> answers) {
        return answers.stream()
                .flatMap(List::stream)
                .map(a -> Arrays.toString(a.tokens()) + a.ending())
                .toList();
    }

    /** One row at a time, a few, or all at once; tokens for one prompt or for all: each answer is the same. */
    @Test
    void write_anyRoom_givesTheSameAnswers() {
        List<int[]> prompts = prompts(11);
        SamplingParams sampling = SamplingParams.plain(18).withSamples(3);
        List<String> roomy = texts(
                generator(Set.of(2, 5), 1000, 100_000).write(prompts, sampling, new Seed(4), GenerationListener.NONE));
        assertThat(roomy).hasSize(33).doesNotHaveDuplicates();
        for (int[] room : new int[][] {{1, 1}, {4, 100_000}, {7, 150}, {1000, 60}}) {
            assertThat(texts(generator(Set.of(2, 5), room[0], room[1])
                            .write(prompts, sampling, new Seed(4), GenerationListener.NONE)))
                    .as(Arrays.toString(room))
                    .isEqualTo(roomy);
        }
    }

    /** Each answer is told once it is whole, after all of its text and nothing else of it. */
    @Test
    void write_listener_hearsEachAnswersTextAndThenItsEnd() {
        List<int[]> prompts = prompts(5);
        Map<String, StringBuilder> heard = new TreeMap<>();
        Map<String, Completion> done = new TreeMap<>();
        GenerationListener listener = new GenerationListener() {
            @Override
            public void text(int prompt, int sample, String more) {
                assertThat(done).doesNotContainKey(prompt + "/" + sample);
                heard.computeIfAbsent(prompt + "/" + sample, k -> new StringBuilder())
                        .append(more);
            }

            @Override
            public void done(int prompt, int sample, Completion answer) {
                assertThat(done.put(prompt + "/" + sample, answer)).isNull();
            }
        };
        SamplingParams sampling = SamplingParams.plain(15).withSamples(2).withStops(List.of("e", "th"));
        List<List<Completion>> answers =
                generator(Set.of(2), 3, 100_000).write(prompts, sampling, new Seed(2), listener);
        assertThat(done).hasSize(10);
        for (int p = 0; p < 5; p++) {
            for (int s = 0; s < 2; s++) {
                Completion answer = answers.get(p).get(s);
                assertThat(done.get(p + "/" + s)).isEqualTo(answer);
                StringBuilder text = heard.getOrDefault(p + "/" + s, new StringBuilder());
                assertThat(text.toString()).isEqualTo(answer.text());
                assertThat(answer.text()).doesNotContain("e").doesNotContain("th");
            }
        }
        assertThat(answers.stream().flatMap(List::stream).map(Completion::ending))
                .contains(Completion.Ending.STOP);
    }

    /** The same prompt twice has the same answers twice, and its samples differ. */
    @Test
    void write_equalPrompts_haveEqualAnswers() {
        int[] prompt = {20, 30, 40};
        List<List<Completion>> answers = generator(Set.of(), 4, 1000)
                .write(
                        List.of(prompt, new int[] {21}, prompt.clone()),
                        SamplingParams.plain(12).withSamples(2),
                        new Seed(6),
                        GenerationListener.NONE);
        assertThat(texts(answers.subList(0, 1)))
                .isEqualTo(texts(answers.subList(2, 3)))
                .doesNotHaveDuplicates();
    }

    /** Greedy answers do not depend on the seed, drawn ones do. */
    @Test
    void write_seed_decidesOnlyWhatIsDrawn() {
        List<int[]> prompts = prompts(3);
        SamplingParams greedy = SamplingParams.greedy(10);
        Generator generator = generator(Set.of(), 8, 10_000);
        List<String> first = texts(generator.write(prompts, greedy, new Seed(1), GenerationListener.NONE));
        assertThat(texts(generator.write(prompts, greedy, new Seed(2), GenerationListener.NONE)))
                .isEqualTo(first);
        SamplingParams drawn = greedy.withChoice(LogitsProcessor.plain());
        assertThat(texts(generator.write(prompts, drawn, new Seed(1), GenerationListener.NONE)))
                .doesNotContainAnyElementsOf(
                        texts(generator.write(prompts, drawn, new Seed(2), GenerationListener.NONE)));
    }

    @Test
    void write_noPrompt_givesNoAnswer() {
        assertThat(generator(Set.of(), 1, 1)
                        .write(List.of(), SamplingParams.greedy(3), new Seed(1), GenerationListener.NONE))
                .isEmpty();
    }

    /** Prompts are looked at before the first token is written. */
    @Test
    void write_anyPromptWithoutRoom_isRefusedBeforeTheFirstToken() {
        List<String> heard = new ArrayList<>();
        GenerationListener listener = new GenerationListener() {
            @Override
            public void text(int prompt, int sample, String more) {
                heard.add(more);
            }
        };
        assertThatThrownBy(() -> generator(Set.of(), 1, 1)
                        .write(List.of(new int[] {20}, new int[300]), SamplingParams.greedy(3), new Seed(1), listener))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompt 1 must have 1 to 255 tokens for this model, got 300; cut it or leave it out");
        assertThat(heard).isEmpty();
    }
}
