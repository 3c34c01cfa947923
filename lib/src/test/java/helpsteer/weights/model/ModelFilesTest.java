package helpsteer.weights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.Goldens;
import helpsteer.weights.GgufBytes;
import helpsteer.weights.GgufGoldens;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
    private final Path folder;

    ModelFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path model() {
        return folder.resolve("model");
    }

    @BeforeEach
    void makeModel() throws IOException {
        Files.createDirectories(model());
        Safetensors.write(
                model().resolve("model.safetensors"),
                List.of(StoredTensor.of("w", List.of(2L), new float[] {1, 2})),
                Map.of());
        Files.writeString(model().resolve("config.json"), "{\"model_type\": \"bert\", \"vocab_size\": 100}");
    }

    private void refused(Path path, String message) {
        assertThatThrownBy(() -> ModelFiles.open(path, folder))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    @Test
    void open_folder_givesConfigWeightsAndWhatElseThereIs() throws IOException {
        ModelFiles bare = ModelFiles.open(model());
        assertThat(bare.config().text("model_type")).isEqualTo("bert");
        assertThat(bare.weights().names()).containsExactly("w");
        assertThat(bare.tokenizer()).isEmpty();
        assertThat(bare.chatTemplate()).isEmpty();
        assertThat(bare.source()).isEqualTo("model");

        Path tokenizer = Files.copy(Goldens.file("tiny-tokenizer.json"), model().resolve("tokenizer.json"));
        Files.writeString(model().resolve("tokenizer_config.json"), "{\"chat_template\": \"one\"}");
        ModelFiles full = ModelFiles.open(model());
        assertThat(full.tokenizer()).contains(tokenizer);
        assertThat(full.chatTemplate()).contains("one");
    }

    @Test
    void open_severalTemplates_takesTheFileThenTheDefault() throws IOException {
        Files.writeString(
                model().resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"tool\", \"template\": \"t\"},"
                        + " {\"name\": \"default\", \"template\": \"d\"}]}");
        assertThat(ModelFiles.open(model()).chatTemplate()).contains("d");
        Files.writeString(model().resolve("chat_template.jinja"), "file");
        assertThat(ModelFiles.open(model()).chatTemplate()).contains("file");
        Files.delete(model().resolve("chat_template.jinja"));
        Files.writeString(model().resolve("tokenizer_config.json"), "{\"chat_template\": ");
        assertThatThrownBy(() -> ModelFiles.open(model()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("tokenizer_config.json must be JSON: ");
    }

    @Test
    void open_tokenizerLargerThanTheEmbedding_isRefused() throws IOException {
        Files.writeString(
                model().resolve("tokenizer.json"),
                "{\"added_tokens\": [{\"id\": 100}], \"model\": {\"vocab\": {\"a\": 0, \"b\": 99}}}");
        refused(
                model(),
                "tokenizer.json must have ids below the model's vocab_size 100, got 100; check that the tokenizer"
                        + " belongs to these weights");
        Files.writeString(model().resolve("tokenizer.json"), "{\"model\": {\"vocab\": [[\"a\", 0.5], [\"b\", 0.25]]}}");
        assertThat(ModelFiles.open(model()).tokenizer()).isPresent();
        Files.writeString(model().resolve("tokenizer.json"), "{}");
        refused(model(), "tokenizer.json must hold a vocabulary, got none");
    }

    @Test
    void open_pickle_isRefusedWithTheReason() throws IOException {
        String reason = ", a pickle, which can run code when it is opened; load it once with Python's transformers and"
                + " save it by save_pretrained, which writes model.safetensors";
        Files.delete(model().resolve("model.safetensors"));
        Files.writeString(model().resolve("pytorch_model.bin"), "x");
        refused(model(), "weights must be safetensors or GGUF, got pytorch_model.bin" + reason);
        for (String name : List.of("a.pt", "a.pth", "a.ckpt", "a.PKL")) {
            Path file = Files.writeString(folder.resolve(name), "x");
            refused(file, "weights must be safetensors or GGUF, got " + name + reason);
        }
    }

    @Test
    void open_whatIsNoModel_isRefusedWithTheNextStep() throws IOException {
        Path none = folder.resolve("none");
        refused(none, "model must be a folder or a .gguf file that exists, got " + none + "; correct the path");
        refused(
                model().resolve("model.safetensors"),
                "model must be a folder or a .gguf file, got model.safetensors; give the folder that holds it beside its"
                        + " config.json");
        Files.delete(model().resolve("config.json"));
        refused(model(), "model must hold config.json, got none; fetch it from where the weights came");
        Files.delete(model().resolve("model.safetensors"));
        refused(
                model(),
                "model must hold model.safetensors or model.safetensors.index.json, got neither; fetch the model's"
                        + " safetensors files");
    }

    @Test
    void open_ggufTwice_writesItsTokenizerOnce() throws IOException {
        Path made = folder.resolve("made");
        Path first = ModelFiles.open(GgufGoldens.file("qwen2.gguf"), made)
                .tokenizer()
                .orElseThrow();
        Object time = Files.getLastModifiedTime(first);
        Path second = ModelFiles.open(GgufGoldens.file("qwen2.gguf"), made)
                .tokenizer()
                .orElseThrow();
        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second)).isEqualTo(time);
        assertThat(first.resolveSibling("tokenizer_config.json")).exists();
        Path other = ModelFiles.open(GgufGoldens.file("llama.gguf"), made)
                .tokenizer()
                .orElseThrow();
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void open_ggufWithoutVocabulary_isRefusedByTheFilesName() throws IOException {
        Path file = Files.write(
                folder.resolve("m.gguf"),
                new GgufBytes().pair("general.architecture", "llama").bytes());
        refused(file, "m.gguf: metadata must hold llama.attention.head_count, got none; take a complete GGUF file");
    }
}
