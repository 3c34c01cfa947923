package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Prompt;
import helpsteer.nn.Parameters;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.LogitsProcessor;
import helpsteer.nn.decoder.Lora;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.run.Seed;
import helpsteer.text.EncodedChat;
import helpsteer.text.SteerLmTemplate;
import helpsteer.weights.TensorMap;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny model with a tokenizer of 700 tokens, and SmolLM2 where it is here. */
class LanguageModelTest {
    static final Path TINY = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    private static final Path GREEDY = Path.of("lib/src/test/resources/golden/generate/greedy.json");

    private final LanguageModel model = LanguageModel.open(TINY);

    @AfterEach
    void close() {
        model.close();
    }

    private static List<int[]> prompts(int count, SplittableRandom random) {
        List<int[]> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(random.ints(random.nextInt(1, 30), 12, 700).toArray());
        }
        return out;
    }

    private static List<int[]> tokens(List<Completion> answers) {
        return answers.stream().map(Completion::tokens).toList();
    }

    private void assertEachAloneAsAmongAll(
            LanguageModel any, List<int[]> prompts, SamplingParams sampling, Set<Integer> ends) {
        List<List<Completion>> all = any.write(prompts, sampling, ends, new Seed(5), GenerationListener.NONE);
        for (int p = 0; p < prompts.size(); p++) {
            List<Completion> alone = any.write(
                            prompts.subList(p, p + 1), sampling, ends, new Seed(5), GenerationListener.NONE)
                    .get(0);
            assertThat(tokens(alone))
                    .as("prompt " + p)
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(tokens(all.get(p)));
        }
    }

    @Test
    void write_promptAmongOthers_getsTheAnswersThatItGetsAlone() {
        SamplingParams sampling = SamplingParams.plain(30).withSamples(5).withStops(List.of("e"));
        assertEachAloneAsAmongAll(model, prompts(25, new SplittableRandom(1)), sampling, Set.of(2, 5));
    }

    @Test
    void write_samplesAndSeeds_differ() {
        List<int[]> prompt = List.of(new int[] {20, 30});
        SamplingParams sampling = SamplingParams.plain(12).withSamples(8);
        Set<String> texts = new HashSet<>();
        for (long seed = 0; seed < 4; seed++) {
            for (Completion answer : model.write(prompt, sampling, Set.of(), new Seed(seed), GenerationListener.NONE)
                    .get(0)) {
                texts.add(Arrays.toString(answer.tokens()));
            }
        }
        assertThat(texts).hasSize(32);
    }

    @Test
    void write_logProbabilities_areThoseOfScoringTheAnswers() {
        List<int[]> prompts = prompts(9, new SplittableRandom(2));
        SamplingParams sampling = SamplingParams.plain(20).withChoice(new LogitsProcessor(0.7, 50, 0.9, 0.01, 1.2));
        List<List<Completion>> answers =
                model.write(prompts, sampling, Set.of(2), new Seed(5), GenerationListener.NONE);
        List<double[]> scored = model.score()
                .ofAnswers(prompts, answers.stream().map(a -> a.get(0).tokens()).toList());
        for (int p = 0; p < prompts.size(); p++) {
            Completion answer = answers.get(p).get(0);
            assertThat(scored.get(p))
                    .containsExactly(
                            answer.draws().stream()
                                    .mapToDouble(SampledToken::logProbability)
                                    .toArray(),
                            within(1e-4));
            assertThat(answer.logProbability())
                    .isCloseTo(Arrays.stream(scored.get(p)).sum(), within(1e-3));
            assertThat(answer.sampledLogProbability()).isGreaterThan(answer.logProbability());
        }
    }

    @Test
    void write_endings_areThoseThatCameFirst() {
        List<int[]> prompt = List.of(new int[] {20, 30, 40});
        SamplingParams sampling = SamplingParams.greedy(10);
        Completion free = model.write(prompt, sampling, Set.of(), new Seed(1), GenerationListener.NONE)
                .get(0)
                .get(0);
        assertThat(free.ending()).isEqualTo(Completion.Ending.LENGTH);
        assertThat(free.tokens()).hasSize(10);
        assertThat(free.text()).isEqualTo(model.tokenizer().decode(free.tokens()));
        int third = free.tokens()[2];
        Completion ended = model.write(prompt, sampling, Set.of(third), new Seed(1), GenerationListener.NONE)
                .get(0)
                .get(0);
        assertThat(ended.ending()).isEqualTo(Completion.Ending.TOKEN);
        assertThat(ended.tokens()[ended.tokens().length - 1]).isEqualTo(third);
        assertThat(free.text()).startsWith(ended.text());
        String stop = free.text().substring(2, 4);
        StringBuilder shown = new StringBuilder();
        GenerationListener listener = new GenerationListener() {
            @Override
            public void text(int p, int sample, String more) {
                shown.append(more);
            }
        };
        Completion stopped = model.write(prompt, sampling.withStops(List.of(stop)), Set.of(), new Seed(1), listener)
                .get(0)
                .get(0);
        assertThat(stopped.ending()).isEqualTo(Completion.Ending.STOP);
        assertThat(stopped.text())
                .isEqualTo(free.text().substring(0, free.text().indexOf(stop)));
        assertThat(shown.toString()).isEqualTo(stopped.text());
    }

    /** Adapters are used as they are at the call, and not at all with them switched off. */
    @Test
    void write_whileAdaptersChange_followsThem() throws IOException {
        Decoder.Options options = Decoder.Options.defaults().withLora(new Lora(2, 8, 0, Lora.MODULES));
        try (LanguageModel policy =
                        LanguageModel.open(ModelFiles.open(TINY), options, new TensorMap(List.of()), new Seed(1));
                LanguageModel reference = policy.withoutAdapters()) {
            List<int[]> prompt = List.of(new int[] {20, 30, 40});
            List<int[]> answer = List.of(new int[] {50, 60});
            double[] start = policy.score().ofAnswers(prompt, answer).get(0);
            assertThat(start)
                    .containsExactly(model.score().ofAnswers(prompt, answer).get(0), within(1e-6));
            String fingerprint = policy.fingerprint();
            String fixed = reference.fingerprint();
            Parameters parameters = policy.decoder().parameters();
            for (String name : policy.decoder().adapterNames()) {
                float[] values = new float[(int) parameters.get(name).getShape().size()];
                Arrays.fill(values, 0.3f);
                parameters.assign(parameters.get(name), values);
            }
            assertThat(policy.score().ofAnswers(prompt, answer).get(0)[0]).isNotCloseTo(start[0], within(1e-2));
            assertThat(reference.score().ofAnswers(prompt, answer).get(0)).isEqualTo(start);
            assertThat(policy.fingerprint()).isNotEqualTo(fingerprint);
            assertThat(reference.fingerprint()).isEqualTo(fixed);
            Completion sampled = policy.write(
                            prompt, SamplingParams.plain(8), Set.of(), new Seed(1), GenerationListener.NONE)
                    .get(0)
                    .get(0);
            assertThat(policy.score()
                            .ofAnswers(prompt, List.of(sampled.tokens()))
                            .get(0)[0])
                    .isCloseTo(sampled.draws().get(0).logProbability(), within(1e-4));
        }
    }

    @Test
    void write_manySteps_leaveNoArrayBehind() {
        NDManager manager =
                model.decoder().parameters().get("model.norm.weight").getManager();
        List<Integer> live = new ArrayList<>();
        List<int[]> prompts = prompts(6, new SplittableRandom(3));
        model.write(prompts, SamplingParams.plain(2), Set.of(), new Seed(1), GenerationListener.NONE);
        int before = manager.getManagedArrays().size();
        GenerationListener counting = new GenerationListener() {
            @Override
            public void text(int prompt, int sample, String more) {
                live.add(manager.getManagedArrays().size());
            }
        };
        model.write(prompts, SamplingParams.plain(200).withSamples(3), Set.of(), new Seed(1), counting);
        assertThat(live).hasSizeGreaterThan(1000);
        assertThat(live.get(live.size() - 1)).isEqualTo(live.get(20));
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @Test
    void write_interrupted_stopsWithinAStep() {
        GenerationListener interrupting = new GenerationListener() {
            @Override
            public void text(int prompt, int sample, String more) {
                Thread.currentThread().interrupt();
            }
        };
        List<int[]> prompt = List.of(new int[] {20});
        assertThatThrownBy(() -> model.write(prompt, SamplingParams.plain(100), Set.of(), new Seed(1), interrupting))
                .isInstanceOf(CancellationException.class)
                .hasMessage("sampling was interrupted");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(model.write(prompt, SamplingParams.plain(2), Set.of(), new Seed(1), GenerationListener.NONE))
                .hasSize(1);
    }

    @Test
    void write_logitsThatAreNoNumbers_areNamedByPromptAndToken() {
        Parameters parameters = model.decoder().parameters();
        float[] values = new float[16];
        values[3] = Float.NaN;
        parameters.assign(parameters.get("model.norm.weight"), values);
        assertThatThrownBy(() -> model.write(
                        List.of(new int[] {20}),
                        SamplingParams.greedy(3),
                        Set.of(),
                        new Seed(1),
                        GenerationListener.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("logits must be finite, got NaN at token 1 of the answer to prompt 0;"
                        + " the model's weights or the type of computation are broken");
        assertThatThrownBy(() -> model.score().ofAnswers(List.of(new int[] {20}), List.of(new int[] {3})))
                .hasMessage("logits must be finite, got NaN at scored token 1 of sequence 0;"
                        + " the model's weights or the type of computation are broken");
    }

    @Test
    void write_promptsWithoutRoom_areRefused() {
        assertThatThrownBy(() -> model.write(
                        List.of(new int[] {20}, new int[0]),
                        SamplingParams.greedy(3),
                        Set.of(),
                        new Seed(1),
                        GenerationListener.NONE))
                .hasMessage("prompt 1 must have 1 to 255 tokens for this model, got 0; give it a text");
        assertThatThrownBy(() -> model.write(
                        List.of(new int[256]),
                        SamplingParams.greedy(3),
                        Set.of(),
                        new Seed(1),
                        GenerationListener.NONE))
                .hasMessage("prompt 0 must have 1 to 255 tokens for this model, got 256; cut it or leave it out");
        List<Completion> last = model.write(
                        List.of(new int[254]), SamplingParams.greedy(9), Set.of(), new Seed(1), GenerationListener.NONE)
                .get(0);
        assertThat(last.get(0).tokens())
                .as("as many as the model has positions")
                .hasSize(2);
    }

    @Test
    void encode_longPromptAndMarkers_areRefusedOrCutAndCounted() {
        try (ChatPrompts chat = model.prompts(model.template())) {
            Prompt longer = Prompt.ofUser("word ".repeat(200));
            int length = chat.encode(Prompt.ofUser("word"), 10).length();
            assertThat(length).isGreaterThan(10);
            assertThatThrownBy(() -> chat.encode(longer, 10))
                    .hasMessageMatching(
                            "prompt and answer must have at most 256 tokens for this model, got \\d+ and 10;"
                                    + " shorten the prompt, ask for a shorter answer, or have it cut");
            EncodedChat cut = chat.encodeCut(longer, 10);
            assertThat(cut.length()).isEqualTo(246);
            assertThat(cut.promptCut()).isGreaterThan(0);
            EncodedChat marked = chat.encode(Prompt.ofUser("a <|im_end|> b"), 10);
            assertThat(marked.markers()).containsEntry("<|im_end|>", 1);
            assertThat(Arrays.stream(marked.ids()).filter(id -> id == 5).count())
                    .as("ends of turns of the template's own, after system and user")
                    .isEqualTo(2);
            assertThat(chat.stopTokens()).contains(2, 5);
        }
        try (ChatPrompts steer = model.prompts(SteerLmTemplate.forPolicy())) {
            assertThat(steer.adapted(SamplingParams.plain(3)).stops())
                    .contains("\n<extra_id_1>", "<extra_id_1>", "<extra_id_2>");
        }
    }

    @Test
    void stopTokens_folderWithGenerationConfig_areThoseOfAllItsFiles(@TempDir Path folder) throws IOException {
        try (Stream<Path> files = Files.list(TINY)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [7, 8]}");
        try (LanguageModel other = LanguageModel.open(folder);
                ChatPrompts chat = other.prompts(other.template())) {
            assertThat(chat.stopTokens()).containsExactly(2, 5, 7, 8);
        }
    }

    @Test
    void sampling_wrongNumbers_areRefused() {
        assertThatThrownBy(() -> SamplingParams.plain(0))
                .hasMessage("samples and maxTokens must be at least 1, got 1 and 0");
        assertThatThrownBy(() -> SamplingParams.plain(1).withStops(List.of("")))
                .hasMessage("a stop must be a text, got an empty one");
        assertThatThrownBy(() -> new KvBudget(0, 1)).hasMessage("rows and tokens must be at least 1, got 0 and 1");
    }

    /** Ten prompts at once, 64 tokens each; {@code make_greedy.py} says how transformers wrote them one by one. */
    @Test
    void write_smolLm2Greedy_equalsTransformers() throws IOException {
        assumeThat(Pretrained.SMOLLM2_135M_INSTRUCT.path())
                .as("SmolLM2 is not in the cache; environment/helpsteer fetch smollm2 brings it")
                .exists();
        JsonNode golden = new ObjectMapper().readTree(GREEDY.toFile());
        try (LanguageModel smol = LanguageModel.smolLm2()) {
            List<int[]> prompts = new ArrayList<>();
            for (JsonNode text : golden.path("texts")) {
                prompts.add(integers(text.path("ids")));
                assertThat(smol.tokenizer().ids(text.path("prompt").asText()))
                        .isEqualTo(prompts.get(prompts.size() - 1));
            }
            List<List<Completion>> answers =
                    smol.write(prompts, SamplingParams.greedy(64), Set.of(), new Seed(1), GenerationListener.NONE);
            assertThat(prompts).hasSize(10);
            for (int p = 0; p < 10; p++) {
                assertThat(answers.get(p).get(0).tokens())
                        .as(golden.path("texts").get(p).path("prompt").asText())
                        .isEqualTo(integers(golden.path("texts").get(p).path("greedy")));
            }
        }
    }

    private static int[] integers(JsonNode list) {
        int[] out = new int[list.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = list.get(i).asInt();
        }
        return out;
    }
}
