package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.weights.model.Pretrained;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PairEncodingTest {
    private static final int CLS = 2;
    private static final int SEP = 3;
    private static final int UNK = 1;
    private static final Tokenizer TINY = new Tokenizer(Goldens.file("tiny-tokenizer.json"));

    @AfterAll
    static void close() {
        TINY.close();
    }

    private static List<Integer> ids(EncodedPair encoded) {
        return IntStream.range(0, encoded.length()).mapToObj(encoded::id).toList();
    }

    private static List<Integer> types(EncodedPair encoded) {
        return IntStream.range(0, encoded.length()).mapToObj(encoded::type).toList();
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> out = new ArrayList<>();
        array.forEach(n -> out.add(n.asInt()));
        return out;
    }

    private static PromptResponse exchange(String prompt, String response) {
        return new PromptResponse(Prompt.ofUser(prompt), response);
    }

    @Test
    void encode_twentyPairs_equalsPythonTokenizers() {
        JsonNode rows = Goldens.json("tokens.json").get("rows");
        assertThat(rows).hasSize(20);
        try (Tokenizer minilm = new Tokenizer(Pretrained.MINILM_L6.tokenizer())) {
            for (JsonNode row : rows) {
                PromptResponse exchange =
                        exchange(row.get("prompt").asText(), row.get("response").asText());
                EncodedPair tiny = new PairEncoding(TINY, 512).encode(exchange);
                assertThat(ids(tiny)).as(row.toString()).isEqualTo(integers(row.get("ids")));
                assertThat(types(tiny)).as(row.toString()).isEqualTo(integers(row.get("types")));
                assertThat(ids(new PairEncoding(minilm, 512).encode(exchange)))
                        .as(row.toString())
                        .isEqualTo(integers(row.get("minilm")));
                List<String> tokens = new ArrayList<>();
                row.get("tokens").forEach(t -> tokens.add(t.asText()));
                assertThat(TINY.tokens(exchange.prompt().turns().get(0).text())).containsExactlyElementsOf(tokens);
            }
        }
    }

    /** Room for 9 tokens, of which the prompt keeps at least 2. Ids of "one" to "ten" follow each other. */
    @Test
    void encode_longerThanTheRoom_cutsPromptsLeftFirstThenResponsesRight() {
        PairEncoding encoding = new PairEncoding(TINY, 12);
        int one = TINY.idOf("one");
        String numbers = "one two three four five six seven eight nine ten";

        EncodedPair fits = encoding.encode(exchange("one two three four", "five six seven eight nine"));
        assertThat(fits.toString()).isEqualTo("12 tokens, cut 0 of the prompt and 0 of the response");

        EncodedPair promptCut = encoding.encode(exchange(numbers, "one two three"));
        assertThat(ids(promptCut))
                .containsExactly(
                        CLS, one + 4, one + 5, one + 6, one + 7, one + 8, one + 9, SEP, one, one + 1, one + 2, SEP);
        assertThat(promptCut.promptCut()).isEqualTo(4);
        assertThat(promptCut.responseCut()).isZero();

        EncodedPair bothCut = encoding.encode(exchange(numbers, numbers));
        assertThat(ids(bothCut))
                .containsExactly(
                        CLS, one + 8, one + 9, SEP, one, one + 1, one + 2, one + 3, one + 4, one + 5, one + 6, SEP);
        assertThat(types(bothCut)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(bothCut.promptCut()).isEqualTo(8);
        assertThat(bothCut.responseCut()).isEqualTo(3);

        EncodedPair shortPrompt = encoding.encode(exchange("one", numbers));
        assertThat(shortPrompt.toString()).isEqualTo("12 tokens, cut 0 of the prompt and 2 of the response");
    }

    /** "helpfulness:" is [UNK] and ":" to the small vocabulary; neither is ever cut. */
    @Test
    void encode_label_standsAtTheEndWhateverIsCut() {
        PairEncoding encoding = new PairEncoding(TINY, 12, PairEncoding.LABEL);
        int one = TINY.idOf("one");
        int colon = TINY.idOf(":");
        EncodedPair fits = encoding.encode(exchange("one", "two"));
        assertThat(ids(fits)).containsExactly(CLS, one, SEP, one + 1, SEP, UNK, colon);
        assertThat(types(fits)).containsExactly(0, 0, 0, 1, 1, 1, 1);
        EncodedPair cut = encoding.encode(exchange("one two three", "one two three four five six seven"));
        assertThat(ids(cut))
                .containsExactly(CLS, one + 2, SEP, one, one + 1, one + 2, one + 3, one + 4, one + 5, SEP, UNK, colon);
        assertThat(cut.toString()).isEqualTo("12 tokens, cut 2 of the prompt and 1 of the response");
        assertThatThrownBy(() -> new PairEncoding(TINY, 9, PairEncoding.LABEL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens must be at least 10, got 9");
        try (Tokenizer minilm = new Tokenizer(Pretrained.MINILM_L6.tokenizer())) {
            assertThat(minilm.tokens(PairEncoding.LABEL)).containsExactly("helpful", "##ness", ":");
        }
    }

    @Test
    void encode_severalTurns_namesTheSpeakers() {
        Prompt prompt = new Prompt(List.of(
                new Turn(Role.SYSTEM, "short"),
                new Turn(Role.USER, "what"),
                new Turn(Role.ASSISTANT, "this"),
                new Turn(Role.USER, "why")));
        assertThat(PairEncoding.render(prompt)).isEqualTo("System: short\nUser: what\nAssistant: this\nUser: why");
        assertThat(PairEncoding.render(Prompt.ofUser("User: what"))).isEqualTo("User: what");
    }

    @Test
    void encodeAll_manyExchanges_keepsTheOrder() {
        PairEncoding encoding = new PairEncoding(TINY, 16);
        List<PromptResponse> exchanges = IntStream.range(0, 200)
                .mapToObj(i -> exchange("word ".repeat(i % 7), "good ".repeat(i % 5)))
                .toList();
        assertThat(encoding.encodeAll(exchanges))
                .isEqualTo(exchanges.stream().map(encoding::encode).toList());
        assertThat(encoding.encodeAll(List.of())).isEmpty();
    }

    @Test
    void pairEncoding_roomForSevenTokens_isRefused() {
        assertThatThrownBy(() -> new PairEncoding(TINY, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens must be at least 8, got 7");
        assertThat(new PairEncoding(TINY, 8).maxTokens()).isEqualTo(8);
    }

    @Test
    void encoded_sameIdsOtherBorder_differ() {
        EncodedPair a = new EncodedPair(new int[] {2, 5, 3, 3}, 3, 0, 0);
        assertThat(a)
                .isEqualTo(new EncodedPair(new int[] {2, 5, 3, 3}, 3, 0, 0))
                .hasSameHashCodeAs(new EncodedPair(new int[] {2, 5, 3, 3}, 3, 0, 0))
                .isNotEqualTo(new EncodedPair(new int[] {2, 5, 3, 3}, 2, 0, 0))
                .isNotEqualTo(new EncodedPair(new int[] {2, 6, 3, 3}, 3, 0, 0))
                .isNotEqualTo("4 tokens");
    }
}
