package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
    private final Path folder;

    TokenizerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void ids_fileThatCutsAndPadsAtEight_isReadWithoutEither() {
        try (Tokenizer tokenizer = new Tokenizer(Goldens.file("tiny-tokenizer.json"))) {
            assertThat(tokenizer.ids("word ".repeat(700))).hasSize(700).containsOnly(tokenizer.idOf("word"));
            assertThat(tokenizer.ids("cat")).hasSize(1);
            assertThat(tokenizer.ids("")).isEmpty();
            assertThat(tokenizer.tokens("Cats")).containsExactly("cat", "##s");
        }
    }

    @Test
    void idOf_textOfTwoTokens_isRefused() {
        try (Tokenizer tokenizer = new Tokenizer(Goldens.file("tiny-tokenizer.json"))) {
            assertThat(tokenizer.idOf("[CLS]")).isEqualTo(2);
            assertThatThrownBy(() -> tokenizer.idOf("cats"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cats must be one token of the vocabulary, got 2");
        }
    }

    @Test
    void locate_loneSurrogate_isRefusedWithItsPlace() {
        try (Tokenizer tokenizer = new Tokenizer(Goldens.file("tiny-tokenizer.json"))) {
            for (String text : new String[] {"red \ud800 blue", "red \udc00\ud800"}) {
                assertThatThrownBy(() -> tokenizer.locate(text))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageMatching("text must be well-formed Unicode, got the lone surrogate"
                                + " \\\\u(d800|dc00) at 4; write the character whole or remove it");
            }
            assertThat(tokenizer.locate("red \ud83d\ude00").length()).isPositive();
        }
    }

    @Test
    void locate_charsOfSeveralBytesAndUnits_equalsPythonTokenizers() {
        int compared = 0;
        try (Tokenizer tokenizer = new Tokenizer(TextGoldens.file("tokenizer.json"))) {
            for (JsonNode row : TextGoldens.json("chats.json").get("rows")) {
                if (!row.has("offsets")) {
                    continue;
                }
                String text = row.get("text").asText();
                TokenOffsets located = tokenizer.locate(text);
                assertThat(located.length()).isEqualTo(row.get("offsets").size());
                for (int i = 0; i < located.length(); i++) {
                    JsonNode span = row.get("offsets").get(i);
                    assertThat(located.from(i))
                            .isEqualTo(text.offsetByCodePoints(0, span.get(0).asInt()));
                    assertThat(located.to(i))
                            .isEqualTo(text.offsetByCodePoints(0, span.get(1).asInt()));
                    assertThat(located.id(i)).isEqualTo(row.get("ids").get(i).asInt());
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(6);
    }

    @Test
    void decode_idsOfAText_isTheText() {
        String text = "Grüße 👩‍👩‍👧\n<|im_end|> 12  x";
        try (Tokenizer tokenizer = new Tokenizer(TextGoldens.file("tokenizer.json"))) {
            assertThat(tokenizer.decode(tokenizer.ids(text))).isEqualTo(text);
            assertThat(tokenizer.decode(new int[0])).isEmpty();
            int size = tokenizer.vocabularySize();
            assertThat(size).isEqualTo(702);
            assertThatThrownBy(() -> tokenizer.decode(new int[] {1, size}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("id must be within 0 to 701, got 702");
            assertThat(tokenizer.idsOfAll(List.of("a", "b 1")))
                    .containsExactly(tokenizer.ids("a"), tokenizer.ids("b 1"));
        }
        try (Tokenizer wordPiece = new Tokenizer(Goldens.file("tiny-tokenizer.json"))) {
            assertThat(wordPiece.vocabularySize()).isGreaterThan(wordPiece.idOf("word"));
        }
    }

    @Test
    void specialTokens_withAndWithoutThem() {
        try (Tokenizer tokenizer = new Tokenizer(TextGoldens.file("tokenizer.json"));
                Tokenizer plain = tokenizer.withoutSpecialTokens();
                Tokenizer withBos = new Tokenizer(TextGoldens.file("tokenizer-bos.json"))) {
            assertThat(tokenizer.specialTokens())
                    .hasSize(12)
                    .containsEntry("<s>", 1)
                    .doesNotContainKey("<think>");
            assertThat(tokenizer.specialTokens().keySet().iterator().next()).isEqualTo("<|start_header_id|>");
            assertThat(tokenizer.ids("<s>")).containsExactly(1);
            assertThat(plain.ids("<s>")).hasSizeGreaterThan(1).doesNotContain(1);
            assertThat(plain.ids("<think>")).hasSize(1);
            assertThat(tokenizer.leadingToken()).isEmpty();
            assertThat(withBos.leadingToken()).hasValue(1);
            assertThat(withBos.ids("a")).isEqualTo(tokenizer.ids("a"));
        }
    }

    @Test
    void tokenizer_brokenOrMissingFile_isRefusedByName() throws IOException {
        Path broken = Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"");
        assertThatThrownBy(() -> new Tokenizer(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tokenizer.json must be a tokenizer.json, got: ");
        assertThatThrownBy(() -> new Tokenizer(folder.resolve("none.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("none.json must be a tokenizer.json, got: ");
    }
}
