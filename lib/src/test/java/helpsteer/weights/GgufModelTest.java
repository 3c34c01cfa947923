package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.text.Tokenizer;
import helpsteer.weights.gguf.GgufFile;
import helpsteer.weights.gguf.GgufTokenizer;
import helpsteer.weights.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GGUF file as HuggingFace's programs see it: names, layout, config and tokenizer. */
class GgufModelTest {
    private final Path folder;

    GgufModelTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ModelFiles open(String name) throws IOException {
        return ModelFiles.open(GgufGoldens.file(name + ".gguf"), folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3"})
    void weights_ofEachFamily_areThoseThatTransformersHad(String family) throws IOException {
        TensorMap read = open(family).weights();
        TensorMap golden = Safetensors.read(GgufGoldens.file(family + ".safetensors"));
        assertThat(read.names()).containsExactlyInAnyOrderElementsOf(golden.names());
        for (StoredTensor expected : golden.all()) {
            StoredTensor actual = read.require(expected.name(), expected.shape());
            assertThat(actual.floats()).as(expected.name()).isEqualTo(expected.floats());
            assertThat(actual.floats(1, 3)).as(expected.name()).isEqualTo(expected.floats(1, 3));
        }
    }

    private static Map<String, Object> map(ModelConfig config) throws IOException {
        return new ObjectMapper().readValue(config.json(), new com.fasterxml.jackson.core.type.TypeReference<>() {});
    }

    @Test
    void config_ofLlama_hasEveryKeyAndTheRuleBehindItsFrequencies() throws IOException {
        assertThat(map(open("llama").config()))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("architectures", List.of("LlamaForCausalLM")),
                        Map.entry("model_type", "llama"),
                        Map.entry("hidden_act", "silu"),
                        Map.entry("hidden_size", 8),
                        Map.entry("intermediate_size", 12),
                        Map.entry("num_hidden_layers", 2),
                        Map.entry("num_attention_heads", 4),
                        Map.entry("num_key_value_heads", 2),
                        Map.entry("head_dim", 8),
                        Map.entry("rms_norm_eps", 1e-6),
                        Map.entry("attention_bias", false),
                        Map.entry("vocab_size", 420),
                        Map.entry("tie_word_embeddings", false),
                        Map.entry("torch_dtype", "float32"),
                        Map.entry("max_position_embeddings", 64),
                        Map.entry("rope_theta", 500000.0),
                        Map.entry(
                                "rope_scaling",
                                Map.of(
                                        "rope_type",
                                        "llama3",
                                        "factor",
                                        32.0,
                                        "low_freq_factor",
                                        1.0,
                                        "high_freq_factor",
                                        4.0,
                                        "original_max_position_embeddings",
                                        8192)),
                        Map.entry("bos_token_id", 1),
                        Map.entry("eos_token_id", 2)));
    }

    @Test
    void config_ofQwen_hasItsScalingAndSaysWhetherTheHeadIsTied() throws IOException {
        Map<String, Object> two = map(open("qwen2").config());
        assertThat(two)
                .containsEntry("architectures", List.of("Qwen2ForCausalLM"))
                .containsEntry("tie_word_embeddings", true)
                .containsEntry("pad_token_id", 0)
                .containsEntry("rope_scaling", Map.of("rope_type", "linear", "factor", 4.0));
        Map<String, Object> three = map(open("qwen3").config());
        assertThat(three)
                .containsEntry("model_type", "qwen3")
                .containsEntry("tie_word_embeddings", false)
                .containsEntry(
                        "rope_scaling",
                        Map.of("rope_type", "yarn", "factor", 4.0, "original_max_position_embeddings", 16));
    }

    /** Ids by the tokenizers and sentencepiece that made the vocabularies. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3", "vocabulary-smollm", "vocabulary-gpt-2"})
    void tokenizer_written_givesTheIdsOfTheOriginal(String name) throws IOException {
        GgufTokenizer vocabulary =
                GgufTokenizer.of(GgufFile.read(GgufGoldens.file(name + ".gguf")).metadata());
        Path file = folder.resolve("tokenizer.json");
        java.nio.file.Files.writeString(file, vocabulary.tokenizer().toString());
        JsonNode golden = GgufGoldens.json("tokens.json");
        requireIds(file, golden.path("sentences"), golden.path("ids").path(name));
    }

    private static void requireIds(Path tokenizerFile, JsonNode sentences, JsonNode expected) {
        assertThat(expected.size()).isEqualTo(sentences.size()).isGreaterThan(40);
        try (Tokenizer tokenizer = new Tokenizer(tokenizerFile)) {
            for (int i = 0; i < sentences.size(); i++) {
                List<Integer> ids = new ArrayList<>();
                expected.get(i).forEach(id -> ids.add(id.intValue()));
                String sentence = sentences.get(i).textValue();
                assertThat(tokenizer.ids(sentence))
                        .as(sentence)
                        .containsExactly(
                                ids.stream().mapToInt(Integer::intValue).toArray());
            }
        }
    }

    @Test
    void smolLm2_tensors_areThoseThatTransformersReads() throws IOException {
        ModelFiles model = ModelFiles.open(GgufGoldens.smolLm2(), folder);
        JsonNode golden = GgufGoldens.json("smollm2.json").path("tensors");
        golden.properties().forEach(field -> {
            if (field.getKey().equals("lm_head.weight")) {
                return; // tied, so in the file only once
            }
            List<Long> shape = new ArrayList<>();
            field.getValue().path("shape").forEach(size -> shape.add(size.longValue()));
            float[] actual = model.weights().require(field.getKey(), shape).floats();
            double sum = 0;
            double weighted = 0;
            double absolute = 0;
            for (int i = 0; i < actual.length; i++) {
                sum += actual[i];
                weighted += (double) actual[i] * i;
                absolute += Math.abs(actual[i]);
            }
            assertThat(sum)
                    .as(field.getKey())
                    .isCloseTo(field.getValue().path("sum").doubleValue(), within(1e-12 * absolute));
            assertThat(weighted / actual.length)
                    .as(field.getKey())
                    .isCloseTo(field.getValue().path("weighted").doubleValue(), within(1e-12 * absolute));
            field.getValue().path("values").properties().forEach(value -> assertThat(
                            (double) actual[Integer.parseInt(value.getKey())])
                    .as(field.getKey() + " at " + value.getKey())
                    .isEqualTo(value.getValue().doubleValue()));
        });
        assertThat(model.weights().names()).hasSize(272);
    }

    @Test
    void smolLm2_config_isThatOfTransformers() throws IOException {
        ModelFiles model = ModelFiles.open(GgufGoldens.smolLm2(), folder);
        JsonNode golden = GgufGoldens.json("smollm2.json").path("config");
        JsonNode actual = new ObjectMapper().readTree(model.config().json());
        golden.properties().forEach(field -> {
            switch (field.getKey()) {
                case "_model_name_or_path", "unk_token_id" ->
                    assertThat(actual.has(field.getKey())).isFalse();
                case "rms_norm_eps" ->
                    assertThat((float) actual.path("rms_norm_eps").doubleValue())
                            .isEqualTo((float) field.getValue().doubleValue());
                default ->
                    assertThat(actual.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
            }
        });
        assertThat(model.source()).isEqualTo("SmolLM2-135M-Instruct.Q4_1.gguf");
        assertThat(model.chatTemplate().orElseThrow())
                .startsWith("{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}");
    }

    @Test
    void smolLm2_tokenizer_givesTheIdsOfTheRustTokenizers() throws IOException {
        ModelFiles model = ModelFiles.open(GgufGoldens.smolLm2(), folder);
        JsonNode golden = GgufGoldens.json("smollm2.json");
        requireIds(model.tokenizer().orElseThrow(), golden.path("sentences"), golden.path("ids"));
    }
}
