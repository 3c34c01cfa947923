package helpsteer.weights.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.Hash;
import helpsteer.weights.ElementType;
import helpsteer.weights.GgufGoldens;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.OnnxFile;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTest {
    private static final String TOKENIZER_SHA256 = "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";

    @Test
    void miniLm_files_haveTheirPublishedHashes() {
        assertThat(Hash.ofFile(Pretrained.MINILM_L6.weights())).isEqualTo(Pretrained.MINILM_L6.weightsSha256());
        assertThat(Hash.ofFile(Pretrained.MINILM_L6.tokenizer())).isEqualTo(TOKENIZER_SHA256);
    }

    @Test
    void sound_damagedCopy_isMadeAgainAndAnIntactOneIsKept(@TempDir Path folder) throws IOException {
        String name = "all-minilm-l6-v2-tokenizer.json";
        Path copy = folder.resolve(name);
        Files.writeString(copy, "{");

        assertThat(Pretrained.sound(copy, name, TOKENIZER_SHA256)).isEqualTo(copy);
        assertThat(Hash.ofFile(copy)).isEqualTo(TOKENIZER_SHA256);

        FileTime longAgo = FileTime.fromMillis(0);
        Files.setLastModifiedTime(copy, longAgo);
        Pretrained.sound(copy, name, TOKENIZER_SHA256);
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(longAgo);
    }

    @Test
    void sound_libraryWithAnotherFile_isRefusedAndNothingIsLeft(@TempDir Path folder) {
        String name = "all-minilm-l6-v2-tokenizer.json";
        assertThatThrownBy(() -> Pretrained.sound(folder.resolve(name), name, "0"))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(name + " must have SHA-256 0, got " + TOKENIZER_SHA256
                        + "; remove the model's library from the local Maven repository and build again");
        assertThat(folder).isEmptyDirectory();
    }

    /** 22.6 million numbers, as the model card says; the linear layers under their module's name. */
    @Test
    void miniLm_weights_holdTheWholeEncoder() throws IOException {
        TensorMap weights = OnnxFile.read(Pretrained.MINILM_L6.weights());
        assertThat(weights.require("embeddings.word_embeddings.weight", List.of(30522L, 384L))
                        .type())
                .isEqualTo(ElementType.F32);
        weights.require("encoder.layer.5.intermediate.dense.weight", List.of(1536L, 384L));
        weights.require("encoder.layer.0.output.dense.weight", List.of(384L, 1536L));
        long encoder = weights.all().stream()
                .filter(t -> t.name().startsWith("embeddings.") || t.name().startsWith("encoder."))
                .filter(t -> t.type() == ElementType.F32)
                .mapToLong(StoredTensor::count)
                .sum();
        assertThat(encoder).isBetween(22_500_000L, 22_700_000L);
    }

    @Test
    void fetched_missingOrAnotherFile_isRefusedWithTheCommand(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("m.gguf");
        assertThatThrownBy(() -> Pretrained.fetched(file, "0"))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("the cache must hold m.gguf, got none; run environment/helpsteer fetch smollm2");
        Files.writeString(file, "x");
        assertThatThrownBy(() -> Pretrained.fetched(file, "0"))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("m.gguf must have SHA-256 0, got " + Hash.ofFile(file)
                        + "; remove it and run environment/helpsteer fetch smollm2");
    }

    @Test
    void smolLm2_file_hasItsPublishedHashAndBringsItsTokenizer() {
        Path file = GgufGoldens.smolLm2();
        assertThat(Pretrained.SMOLLM2_135M_INSTRUCT.weights()).isEqualTo(file);
        assertThat(Pretrained.SMOLLM2_135M_INSTRUCT.tokenizer()).exists().hasFileName("tokenizer.json");
    }
}
