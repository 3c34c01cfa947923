package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeftAdapterTest {
    private static final StoredTensor A =
            StoredTensor.of("model.layers.0.self_attn.q_proj.lora_A.weight", List.of(1L, 2L), new float[] {1, 2});

    private final Path folder;

    PeftAdapterTest(@TempDir Path root) {
        folder = root.resolve("adapter");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> PeftAdapter.read(folder))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    @Test
    void read_whatWriteWrote_hasTheModelsNamesAndNumbers() throws IOException {
        assertThat(PeftAdapter.exists(folder)).isFalse();
        PeftAdapter.write(folder, Map.of("r", 1, "peft_type", "LORA"), List.of(A));
        assertThat(PeftAdapter.exists(folder)).isTrue();
        PeftAdapter read = PeftAdapter.read(folder);
        assertThat(read.config().count("r")).isEqualTo(1);
        assertThat(read.weights().require(A.name(), A.shape()).floats()).containsExactly(1, 2);
        assertThat(Safetensors.read(folder.resolve("adapter_model.safetensors")).names())
                .containsExactly("base_model.model." + A.name());
    }

    @Test
    void read_fileMissing_isRefusedByName() throws IOException {
        PeftAdapter.write(folder, Map.of("r", 1), List.of(A));
        Files.delete(folder.resolve("adapter_config.json"));
        refused("adapter must hold adapter_config.json, got none; save the adapters again with PEFT's save_pretrained");
    }

    @Test
    void read_pickle_isRefused() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("adapter_model.bin"), "x");
        refused("adapters must be safetensors, got adapter_model.bin, a pickle, which can run code when it is opened;"
                + " load it once with Python's PEFT and save it by save_pretrained");
    }

    @Test
    void read_nameWithoutPeftsWrappers_isRefused() throws IOException {
        PeftAdapter.write(folder, Map.of("r", 1), List.of(A));
        Safetensors.write(folder.resolve("adapter_model.safetensors"), List.of(A), Map.of());
        refused("adapter_model.safetensors: each name must begin with base_model.model., got " + A.name());
    }
}
