package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
    private static final ModelConfig OF_THREE = ModelConfig.parse("config.json", "{\"vocab_size\": 3}");

    private final Path file;

    TokenizerFileTest(@TempDir Path root) {
        file = root.resolve("tokenizer.json");
    }

    private Path holding(String text) throws IOException {
        return Files.writeString(file, text);
    }

    @Test
    void requireWithin_idsBelowTheVocabulary_pass() throws IOException {
        Path map = holding("{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1}}, \"added_tokens\": [{\"id\": 2}]}");
        assertThatCode(() -> TokenizerFile.requireWithin(map, OF_THREE)).doesNotThrowAnyException();
        Path list = holding("{\"model\": {\"vocab\": [[\"a\", 0], [\"b\", 0], [\"c\", 0]]}}");
        assertThatCode(() -> TokenizerFile.requireWithin(list, OF_THREE)).doesNotThrowAnyException();
    }

    @Test
    void requireWithin_idWithoutARow_isRefused() throws IOException {
        for (String text : new String[] {
            "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 3}}}",
            "{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\": [{\"id\": 3}]}"
        }) {
            Path tokenizer = holding(text);
            assertThatThrownBy(() -> TokenizerFile.requireWithin(tokenizer, OF_THREE))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessage("tokenizer.json must have ids below the model's vocab_size 3, got 3; check that the"
                            + " tokenizer belongs to these weights");
        }
        Path empty = holding("{}");
        assertThatThrownBy(() -> TokenizerFile.requireWithin(empty, OF_THREE))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("tokenizer.json must hold a vocabulary, got none");
    }

    @Test
    void chatTemplate_oneOrSeveral_isTheOneOrTheDefault() throws IOException {
        assertThat(TokenizerFile.chatTemplate(holding("{\"chat_template\": \"one\"}")))
                .contains("one");
        assertThat(TokenizerFile.chatTemplate(holding("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"},"
                        + " {\"name\": \"default\", \"template\": \"d\"}]}")))
                .contains("d");
        assertThat(TokenizerFile.chatTemplate(holding("{}"))).isEmpty();
    }
}
