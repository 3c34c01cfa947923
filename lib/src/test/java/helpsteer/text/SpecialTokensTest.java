package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecialTokensTest {
    private final Path file;

    SpecialTokensTest(@TempDir Path folder) {
        file = folder.resolve("tokenizer.json");
    }

    private SpecialTokens of(String json) throws IOException {
        Files.writeString(file, json);
        return SpecialTokens.of(file);
    }

    private static String token(int id, String content, boolean special) {
        return "{\"id\":" + id + ",\"content\":\"" + content + "\",\"special\":" + special + "}";
    }

    @Test
    void of_addedTokens_specialOnesByIdAndTheLongestFirst() throws IOException {
        SpecialTokens tokens = of("{\"added_tokens\":[" + token(5, "<s>", true) + "," + token(9, "<think>", false) + ","
                + token(7, "<start>", true) + "," + token(6, "<e>", true)
                + "],\"model\":{\"vocab\":{\"a\":0,\"b\":1}}}");
        assertThat(tokens.ids()).isEqualTo(Map.of("<s>", 5, "<e>", 6, "<start>", 7));
        List<String> order = new ArrayList<>(tokens.ids().keySet());
        assertThat(order).containsExactly("<start>", "<s>", "<e>");
        assertThat(tokens.vocabularySize()).isEqualTo(10);
    }

    /** The largest id counts, in the vocabulary, be it a dict or Unigram's list, or among the added tokens. */
    @Test
    void of_vocabulary_sizeIsOneMoreThanTheLargestId() throws IOException {
        assertThat(of("{\"model\":{\"vocab\":{\"a\":41,\"b\":7}}}").vocabularySize())
                .isEqualTo(42);
        assertThat(of("{\"model\":{\"vocab\":[[\"a\",-1.5],[\"b\",-2.0],[\"c\",-3.0]]}}")
                        .vocabularySize())
                .isEqualTo(3);
        assertThat(of("{\"model\":{\"vocab\":[]},\"added_tokens\":[" + token(3, "x", false) + "]}")
                        .vocabularySize())
                .isEqualTo(4);
        assertThat(of("{}").vocabularySize()).isZero();
    }

    @Test
    void withoutThem_keepsAllButSpecialTokensAndThePostProcessor() throws IOException {
        String model = "{\"type\":\"BPE\",\"vocab\":{\"a\":0}}";
        SpecialTokens tokens = of("{\"version\":\"1.0\",\"added_tokens\":[" + token(1, "<s>", true) + ","
                + token(2, "<think>", false)
                + "],\"post_processor\":{\"type\":\"ByteLevel\"},\"normalizer\":{\"type\":\"NFC\"},"
                + "\"model\":" + model + "}");
        JsonNode left = new ObjectMapper().readTree(tokens.withoutThem());
        assertThat(left.get("added_tokens")).hasSize(1);
        assertThat(left.get("added_tokens").get(0).get("content").asText()).isEqualTo("<think>");
        assertThat(left.get("post_processor").isNull()).isTrue();
        assertThat(left.get("normalizer").get("type").asText()).isEqualTo("NFC");
        assertThat(left.get("version").asText()).isEqualTo("1.0");
        assertThat(left.get("model")).isEqualTo(new ObjectMapper().readTree(model));
    }

    @Test
    void of_realTokenizer_hasItsTwelveSpecialTokens() {
        SpecialTokens tokens = SpecialTokens.of(TextGoldens.file("tokenizer.json"));
        assertThat(tokens.ids()).hasSize(12).containsEntry("<pad>", 0).containsEntry("<|im_end|>", 5);
        assertThat(tokens.vocabularySize()).isEqualTo(702);
        assertThat(tokens.withoutThem()).doesNotContain("<|im_end|>\",\"single_word");
    }

    @Test
    void of_noTokenizerFile_isRefusedByName() {
        for (String content : List.of("[]", "\"text\"", "3", "{\"a\":", "")) {
            assertThatThrownBy(() -> of(content))
                    .as(content)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("tokenizer.json must be a tokenizer.json, got: ");
        }
        assertThatThrownBy(() -> SpecialTokens.of(file.resolveSibling("none.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("none.json must be a tokenizer.json, got: ");
    }
}
