package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.text.ChatEncoding;
import helpsteer.text.ChatFormat;
import helpsteer.text.ChatTemplate;
import helpsteer.text.SteerLmTemplate;
import helpsteer.text.Tokenizer;
import helpsteer.text.TokenizerConfig;
import helpsteer.weights.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny model's folder whose files name other ends of a text. */
class StopTokensTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CHATML =
            "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}END{% endfor %}"
                    + "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private final Path folder;

    StopTokensTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.list(LanguageModelTest.TINY)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        eos("null");
    }

    private void eos(String json) throws IOException {
        ObjectNode config =
                (ObjectNode) MAPPER.readTree(folder.resolve("config.json").toFile());
        config.set("eos_token_id", MAPPER.readTree(json));
        Files.writeString(folder.resolve("config.json"), config.toString());
    }

    private void generation(String json) throws IOException {
        Files.writeString(folder.resolve("generation_config.json"), json);
    }

    /** With a template that ends each turn so. */
    private Set<Integer> stops(String eosToken, String end) throws IOException {
        TokenizerConfig config = new TokenizerConfig(
                null, eosToken.isEmpty() ? null : eosToken, null, null, false, CHATML.replace("END", end));
        return stops(config, ChatTemplate.of(config));
    }

    private Set<Integer> stops(TokenizerConfig config, ChatFormat format) throws IOException {
        ModelFiles files = ModelFiles.open(folder);
        try (Tokenizer tokenizer = new Tokenizer(folder.resolve("tokenizer.json"));
                ChatEncoding encoding = new ChatEncoding(tokenizer, config, format, 100)) {
            return StopTokens.of(files, tokenizer, config, encoding);
        }
    }

    @Test
    void of_everyFile_namesAreTakenTogether() throws IOException {
        eos("9");
        generation("{\"eos_token_id\": [3, 11]}");
        assertThat(stops("</s>", "<|im_end|>\n")).containsExactly(2, 3, 5, 9, 11);
    }

    @Test
    void of_numbersListsAndNothing_areReadAsTransformersWritesThem() throws IOException {
        assertThat(stops("", "\n")).isEmpty();
        eos("[7, 8]");
        assertThat(stops("", "\n")).containsExactly(7, 8);
        generation("{\"eos_token_id\": 6}");
        assertThat(stops("", "\n")).containsExactly(6, 7, 8);
        generation("{\"eos_token_id\": null, \"bos_token_id\": 1}");
        assertThat(stops("", "\n")).containsExactly(7, 8);
        eos("\"</s>\"");
        assertThat(stops("", "\n")).isEmpty();
    }

    /** Only the first token behind the answer's words counts, and only where it is a special one. */
    @Test
    void of_endOfTheAssistantsTurn_isTheFirstTokenBehindItWhereThatIsSpecial() throws IOException {
        assertThat(stops("", "<|im_end|></s>")).containsExactly(5);
        assertThat(stops("", "\n<|im_end|>")).isEmpty();
        assertThat(stops("", "<|eot_id|>\n")).containsExactly(8);
    }

    @Test
    void of_steerLmForm_endsWithTheNextTurnsStart() throws IOException {
        TokenizerConfig config = new TokenizerConfig(null, "</s>", null, null, false, null);
        assertThat(stops(config, SteerLmTemplate.forPolicy())).contains(2).doesNotContain(5);
    }

    @Test
    void of_damagedGenerationConfig_isRefused() throws IOException {
        generation("{\"eos_token_id\":");
        assertThatThrownBy(() -> stops("", "\n"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot read the generation config: ");
    }
}
