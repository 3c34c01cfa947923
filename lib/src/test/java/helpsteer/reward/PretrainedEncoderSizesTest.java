package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.weights.InvalidWeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configs whose sizes belong to no weights; each is refused before anything is made of them. */
class PretrainedEncoderSizesTest {
    private final Path root;

    PretrainedEncoderSizesTest(@TempDir Path root) {
        this.root = root;
    }

    private Path decoder(String key, String value) throws IOException {
        Path folder = Files.createDirectories(root.resolve(key));
        for (String file :
                new String[] {"model.safetensors", "tokenizer.json", "tokenizer_config.json", "config.json"}) {
            Files.copy(SavedFolders.LLAMA.resolve(file), folder.resolve(file));
        }
        change(folder, key, value);
        return folder;
    }

    private static void change(Path folder, String key, String value) throws IOException {
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        String changed = text.replaceFirst("\"" + key + "\": \\d+", "\"" + key + "\": " + value);
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(config, changed);
    }

    @Test
    void open_layersOrWidthOfTwoThousandMillion_isRefusedAtOnce() throws IOException {
        Path layers = decoder("num_hidden_layers", "2147483647");
        assertThatThrownBy(() -> PretrainedDecoder.open(layers))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining("num_hidden_layers must be at most the number of tensors, got 2147483647 layers");
        Path width = decoder("hidden_size", "2147483646");
        assertThatThrownBy(() -> PretrainedDecoder.open(width))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageMatching("(?s).*(hidden_size must give heads of at most 65536"
                        + "|must have shape \\[\\d+, 2147483646\\]).*");
        Path bert = SavedFolders.hub("bert", root.resolve("bert"));
        change(bert, "hidden_size", "2147483646");
        assertThatThrownBy(() -> PretrainedEncoder.open(bert))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining(
                        "embeddings.word_embeddings.weight must have shape [65, 2147483646], got [65, 16]");
    }
}
