package helpsteer.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.weights.InvalidWeightsException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GgufPreTokenizerTest {
    private static ObjectNode written(GgufPreTokenizer kind) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        kind.writeTo(root);
        return root;
    }

    private static List<String> split(GgufPreTokenizer kind, String text) {
        String regex =
                written(kind).at("/pre_tokenizer/pretokenizers/0/pattern/Regex").asText();
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }

    @Test
    void of_namesOfLlamaCpp_areTheirKinds() {
        assertThat(List.of("gpt-2", "default", "smollm", "llama-bpe", "llama3", "llama-v3", "qwen2").stream()
                        .map(GgufPreTokenizer::of))
                .containsExactly(
                        GgufPreTokenizer.GPT2,
                        GgufPreTokenizer.GPT2,
                        GgufPreTokenizer.SMOLLM,
                        GgufPreTokenizer.LLAMA3,
                        GgufPreTokenizer.LLAMA3,
                        GgufPreTokenizer.LLAMA3,
                        GgufPreTokenizer.QWEN2);
        for (String name : List.of("deepseek-llm", "", "GPT-2")) {
            assertThatThrownBy(() -> GgufPreTokenizer.of(name))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessage(
                            "tokenizer.ggml.pre must be gpt-2, default, smollm, llama-bpe, llama3, llama-v3 or qwen2, got "
                                    + name + "; take the model as a HuggingFace folder with its tokenizer.json");
        }
    }

    /** The steps in order, as the tokenizer.json of the original models has them. */
    @Test
    void writeTo_eachKind_hasTheStepsOfItsModel() {
        assertThat(written(GgufPreTokenizer.GPT2))
                .hasToString(
                        "{\"normalizer\":null,\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":["
                                + "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true}]},"
                                + "\"decoder\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true}}");
        ObjectNode smollm = written(GgufPreTokenizer.SMOLLM);
        assertThat(smollm.at("/pre_tokenizer/pretokenizers/0"))
                .hasToString("{\"type\":\"Digits\",\"individual_digits\":true}");
        assertThat(smollm.at("/pre_tokenizer/pretokenizers/1/use_regex").asBoolean())
                .isTrue();
        for (GgufPreTokenizer kind : List.of(GgufPreTokenizer.LLAMA3, GgufPreTokenizer.QWEN2)) {
            ObjectNode root = written(kind);
            assertThat(root.at("/pre_tokenizer/pretokenizers/0/type").asText()).isEqualTo("Split");
            assertThat(root.at("/pre_tokenizer/pretokenizers/0/behavior").asText())
                    .isEqualTo("Isolated");
            assertThat(root.at("/pre_tokenizer/pretokenizers/1/use_regex").asBoolean(true))
                    .isFalse();
            assertThat(root.at("/normalizer/type").asText("none"))
                    .isEqualTo(kind == GgufPreTokenizer.QWEN2 ? "NFC" : "none");
        }
    }

    /** Llama 3 takes digits in threes, Qwen one by one; else they cut alike. */
    @Test
    void split_digitsWordsAndSpaces_areCutAsTheModelsCutThem() {
        assertThat(split(GgufPreTokenizer.LLAMA3, "It's 12345 x,\n\n  y"))
                .containsExactly("It", "'s", " ", "123", "45", " x", ",\n\n", " ", " y");
        assertThat(split(GgufPreTokenizer.QWEN2, "It's 12345 x,\n\n  y"))
                .containsExactly("It", "'s", " ", "1", "2", "3", "4", "5", " x", ",\n\n", " ", " y");
        assertThat(split(GgufPreTokenizer.LLAMA3, "WE'LL  \t\né-ü?!"))
                .containsExactly("WE", "'LL", "  \t\n", "é", "-ü", "?!");
        for (GgufPreTokenizer kind : List.of(GgufPreTokenizer.LLAMA3, GgufPreTokenizer.QWEN2)) {
            String text = " naïve 🙂 12 你好\r\n\tx  ";
            assertThat(String.join("", split(kind, text))).isEqualTo(text);
        }
    }
}
