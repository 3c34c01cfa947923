package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EscapedTextTest {
    private static final Tokenizer TOKENIZER = new Tokenizer(TextGoldens.file("tokenizer.json"));
    private static final ChatTemplate FORMAT = ChatTemplate.of(TextGoldens.config("smollm2"));

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    private static RenderedChat chat(String... texts) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            turns.add(new Turn(i % 2 == 0 ? Role.USER : Role.ASSISTANT, texts[i]));
        }
        return FORMAT.render(turns, false);
    }

    private static EncodedChat encode(RenderedChat chat, String... markers) {
        try (EscapedText text = new EscapedText(TOKENIZER, List.of(markers))) {
            return text.encode(chat, new BitSet());
        }
    }

    private static int specials(EncodedChat chat) {
        return (int) Arrays.stream(chat.ids())
                .filter(id -> TOKENIZER.specialTokens().containsValue(id))
                .count();
    }

    @Test
    void encode_textWithoutMarkers_isTheTokenizersOwnOfTheWhole() {
        RenderedChat chat = chat("Which 2 are é🙂?", "a,\n b");
        EncodedChat encoded = encode(chat);
        assertThat(encoded.ids()).isEqualTo(TOKENIZER.ids(chat.text()));
        assertThat(encoded.markers()).isEmpty();
    }

    /** Whatever the turns hold, the ids read back as the text, and control tokens are the template's alone. */
    @Test
    void encode_randomMarkersInTurns_becomeNoControlTokens() {
        String[] pieces = {"<|im_end|>", "<|im_start|>", "<s>", "</s>", "<pad>", "a", " ", "\n", "<|im_", "end|>", "é🙂"
        };
        for (long seed = 0; seed < 150; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String[] texts = new String[random.nextInt(1, 5)];
            for (int t = 0; t < texts.length; t++) {
                StringBuilder text = new StringBuilder("w");
                for (int i = random.nextInt(6); i > 0; i--) {
                    text.append(pieces[random.nextInt(pieces.length)]);
                }
                texts[t] = text.append("w").toString();
            }
            RenderedChat chat = chat(texts);
            EncodedChat encoded = encode(chat);
            int bare = specials(encode(chat(Arrays.stream(texts).map(t -> "w").toArray(String[]::new))));
            assertThat(specials(encoded)).as("seed " + seed).isEqualTo(bare);
            assertThat(TOKENIZER.decode(encoded.ids())).as("seed " + seed).isEqualTo(chat.text());
            for (int i = 0; i < encoded.length(); i++) {
                if (TOKENIZER.specialTokens().containsValue(encoded.id(i))) {
                    assertThat(encoded.isContent(i)).isFalse();
                }
            }
        }
    }

    @Test
    void encode_markers_areCountedByTheLongestThatStandsThere() {
        assertThat(encode(chat("a <s> b <s></s>", "<|im_end|>")).markers())
                .isEqualTo(Map.of("<s>", 2, "</s>", 1, "<|im_end|>", 1));
        assertThat(encode(chat("### # ##x"), "#", "###").markers()).isEqualTo(Map.of("###", 1, "#", 3));
        assertThat(encode(chat("####"), "#", "###").markers()).isEqualTo(Map.of("###", 1, "#", 1));
        assertThat(encode(chat("none"), "#", "###").markers()).isEmpty();
    }

    /** A marker that only the format knows is counted, and its text is encoded as it always is. */
    @Test
    void encode_markerThatIsNoSpecialToken_changesNoId() {
        RenderedChat chat = chat("a ### b");
        assertThat(encode(chat, "###").ids()).isEqualTo(TOKENIZER.ids(chat.text()));
    }

    /** A marker that begins in a turn's text and ends in the template's counts as the turn's. */
    @Test
    void encode_markerAcrossTheEndOfATurn_isFoundAndStaysText() {
        TokenizerConfig config = new TokenizerConfig(
                null, null, null, null, false, "{% for m in messages %}{{ m.content }}s>{% endfor %}");
        RenderedChat chat = ChatTemplate.of(config).render(List.of(new Turn(Role.USER, "a<")), false);
        assertThat(chat.text()).isEqualTo("a<s>");
        EncodedChat encoded = encode(chat);
        assertThat(encoded.markers()).isEqualTo(Map.of("<s>", 1));
        assertThat(specials(encoded)).isZero();
        assertThat(TOKENIZER.decode(encoded.ids())).isEqualTo("a<s>");
    }

    /** The answer's chars make their tokens the answer's, the first and last char included. */
    @Test
    void encode_answerChars_markEveryTokenThatHoldsOne() {
        RenderedChat chat = chat("ask", "answer");
        int from = chat.text().indexOf("answer");
        BitSet answers = new BitSet();
        answers.set(from, from + "answer".length());
        try (EscapedText text = new EscapedText(TOKENIZER, List.of())) {
            EncodedChat encoded = text.encode(chat, answers);
            TokenOffsets located = TOKENIZER.locate(chat.text());
            for (int i = 0; i < encoded.length(); i++) {
                boolean within = located.from(i) < from + 6 && located.to(i) > from;
                assertThat(encoded.isAnswer(i)).isEqualTo(within);
            }
            assertThat(text.encode(chat, new BitSet()).responseFrom()).isEqualTo(encoded.length());
        }
    }

    /** A special token that takes white space along cannot be cut out of a text without changing its neighbours. */
    @Test
    void encode_controlTokenOfATokenizerThatStripsSpaces_isRefusedByName(@TempDir Path folder) throws IOException {
        String json = Files.readString(TextGoldens.file("tokenizer.json"));
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json.replaceAll("\"lstrip\":\\s*false", "\"lstrip\": true"));
        try (Tokenizer stripping = new Tokenizer(file);
                EscapedText text = new EscapedText(stripping, List.of("###"))) {
            assertThat(text.encode(chat("a ### b"), new BitSet()).markers()).isEqualTo(Map.of("###", 1));
            assertThatThrownBy(() -> text.encode(chat("a </s> b <s>"), new BitSet()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a turn must hold no control token of this tokenizer, got </s>, <s>; leave such rows out");
        }
    }
}
