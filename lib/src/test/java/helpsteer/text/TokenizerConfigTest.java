package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerConfigTest {
    private final Path folder;

    TokenizerConfigTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private TokenizerConfig read(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer_config.json"), json);
        return TokenizerConfig.beside(folder.resolve("tokenizer.json"));
    }

    @Test
    void beside_tokensAsTextsAndObjects_areRead() throws IOException {
        assertThat(read("{\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"</s>\", \"lstrip\": false},"
                        + " \"pad_token\": null, \"add_bos_token\": true, \"chat_template\": \"{{ 1 }}\"}"))
                .isEqualTo(new TokenizerConfig("<s>", "</s>", null, null, true, "{{ 1 }}"));
        assertThat(read("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"},"
                        + " {\"name\": \"default\", \"template\": \"d\"}], \"unk_token\": \"?\"}"))
                .isEqualTo(new TokenizerConfig(null, null, null, "?", false, "d"));
    }

    @Test
    void beside_templateFile_wins() throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), "file\n");
        assertThat(read("{\"chat_template\": \"config\"}").chatTemplate()).isEqualTo("file\n");
    }

    @Test
    void beside_nothing_isNone() {
        assertThat(TokenizerConfig.beside(folder.resolve("tokenizer.json"))).isEqualTo(TokenizerConfig.NONE);
    }

    @Test
    void beside_wrongFile_isRefused() {
        assertThatThrownBy(() -> read("{\"bos_token\": 1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokenizer_config.json: bos_token must be a token's text, got 1");
        assertThatThrownBy(() -> read("{\"chat_template\": [{\"name\": \"rag\", \"template\": \"r\"}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokenizer_config.json: chat_template must be a text or hold one named default, got ARRAY");
        assertThatThrownBy(() -> read("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tokenizer_config.json must be a tokenizer's configuration, got: ");
    }
}
