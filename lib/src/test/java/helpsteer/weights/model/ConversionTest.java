package helpsteer.weights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.Progress;
import helpsteer.weights.ElementType;
import helpsteer.weights.GgufGoldens;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.Safetensors;
import helpsteer.weights.Shards;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTest {
    private final Path folder;

    ConversionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path to() {
        return folder.resolve("to");
    }

    private List<String> convert(Path from, Path to, ElementType type, long shardBytes) throws IOException {
        return new Conversion(from, to, Optional.of(type), shardBytes).run();
    }

    /** The numbers are those that transformers had before its model was laid out as GGUF. */
    @Test
    void run_gguf_isAFolderWithTheSameModel() throws IOException {
        assertThat(convert(GgufGoldens.file("llama.gguf"), to(), ElementType.F32, Long.MAX_VALUE))
                .containsExactly("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");
        ModelFiles read = ModelFiles.open(to());
        for (StoredTensor expected :
                Safetensors.read(GgufGoldens.file("llama.safetensors")).all()) {
            assertThat(read.weights().require(expected.name(), expected.shape()).floats())
                    .isEqualTo(expected.floats());
        }
        assertThat(read.config().count("vocab_size")).isEqualTo(420);
        assertThat(read.chatTemplate().orElseThrow()).startsWith("{% for m in messages %}");
        assertThat(folder.toFile().list()).containsExactly("to");
    }

    @Test
    void run_toHalfInShardsAndBackToOne_keepsTheRoundedNumbers() throws IOException {
        Path half = folder.resolve("half");
        List<Long> done = new ArrayList<>();
        Conversion conversion =
                new Conversion(GgufGoldens.file("qwen2.gguf"), half, Optional.of(ElementType.BF16), 4096);
        Progress.during((task, count, total, note) -> done.add(count * 100 / total), conversion::run);
        assertThat(half.resolve(Shards.INDEX)).exists();
        assertThat(done).isSorted().last().isEqualTo(100L);
        assertThat(ModelFiles.open(half).config().text("torch_dtype")).isEqualTo("bfloat16");

        new Conversion(half, to(), Optional.empty(), Long.MAX_VALUE).run();
        TensorMap one = Safetensors.read(to().resolve("model.safetensors"));
        for (StoredTensor expected :
                Safetensors.read(GgufGoldens.file("qwen2.safetensors")).all()) {
            StoredTensor actual = one.require(expected.name(), expected.shape());
            assertThat(actual.type()).isEqualTo(ElementType.BF16);
            assertThat(actual.floats()).isEqualTo(expected.as(ElementType.BF16).floats());
        }
    }

    @Test
    void run_miniLmOfOnnx_isABertFolder() throws IOException {
        convert(Pretrained.MINILM_L6.weights(), to(), ElementType.F16, Long.MAX_VALUE);
        ModelFiles read = ModelFiles.open(to());
        assertThat(read.config().text("model_type")).isEqualTo("bert");
        assertThat(read.tokenizer()).isPresent();
        StoredTensor query = read.weights().require("encoder.layer.0.attention.self.query.weight", List.of(384L, 384L));
        assertThat(query.type()).isEqualTo(ElementType.F16);
    }

    @Test
    void run_folderWithFiles_isRefusedAndLeftAsItIs() throws IOException {
        Files.createDirectories(to());
        convert(GgufGoldens.file("qwen2.gguf"), to(), ElementType.F32, Long.MAX_VALUE);
        assertThatThrownBy(() -> convert(GgufGoldens.file("llama.gguf"), to(), ElementType.F32, Long.MAX_VALUE))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("target must be a new or empty folder, got " + to() + " with 4 files; name another");
        assertThat(ModelFiles.open(to()).config().text("model_type")).isEqualTo("qwen2");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> convert(GgufGoldens.file("llama.gguf"), file, ElementType.F32, Long.MAX_VALUE))
                .hasMessage("target must be a new folder, got the file " + file + "; name another");
    }

    @Test
    void run_numbersThatAreNotFinite_isRefusedAndLeavesNothing() throws IOException {
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Files.writeString(bad.resolve("config.json"), "{}");
        Safetensors.write(
                bad.resolve("model.safetensors"),
                List.of(StoredTensor.of("w", List.of(1L), new float[] {Float.NaN})),
                Map.of());
        assertThatThrownBy(() -> convert(bad, to(), ElementType.F32, Long.MAX_VALUE))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("w must hold finite numbers, got NaN at [0]; train or fetch the model again");
        assertThat(folder.toFile().list()).containsExactly("bad");
    }

    @Test
    void conversion_badValues_areRefused() {
        assertThatThrownBy(() -> new Conversion(folder, to(), Optional.of(ElementType.I64), 1))
                .hasMessage("type must be F32, F16 or BF16, got I64");
        assertThatThrownBy(() -> new Conversion(folder, to(), Optional.empty(), 0))
                .hasMessage("shardBytes must be at least 1, got 0");
    }
}
