package helpsteer.report;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Prompt;
import helpsteer.report.TokenView.Writer;
import helpsteer.text.ChatEncoding;
import helpsteer.text.EncodedChat;
import helpsteer.text.PairEncoding;
import helpsteer.text.PromptResponse;
import helpsteer.text.SteerLmTemplate;
import helpsteer.text.Tokenizer;
import helpsteer.text.TokenizerConfig;
import helpsteer.weights.model.Pretrained;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenViewTest {
    private static final Path TINY = Path.of("lib/src/test/resources/golden/text/tokenizer.json");

    private static TokenizerConfig config() {
        return new TokenizerConfig(null, null, null, null, false, null);
    }

    @Test
    void of_conversation_coloursByWriterAndUnderlinesTheTrained() {
        try (Tokenizer tokenizer = new Tokenizer(TINY);
                ChatEncoding encoding = new ChatEncoding(tokenizer, config(), SteerLmTemplate.forPolicy(), 400)) {
            EncodedChat chat = encoding.encode(new PromptResponse(Prompt.ofUser("<b>\nno"), "a"));
            TokenView view = TokenView.of(chat, tokenizer, "trained", chat::isResponse);
            assertThat(view.pieces()).hasSize(chat.length());
            assertThat(view.counts().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(chat.length());
            assertThat(view.counts()).containsOnlyKeys(Writer.TEMPLATE, Writer.USER, Writer.ASSISTANT);
            assertThat(view.toString()).contains("assistant: [a").endsWith("[]: trained");
            Rendered rendered = view.rendered();
            assertThat(rendered.form(Rendered.HTML))
                    .contains("&lt;")
                    .contains("⏎</span><br>")
                    .contains("border-bottom")
                    .doesNotContain("<b>");
        }
    }

    @Test
    void of_encoded_hasPromptAndResponse() {
        try (Tokenizer tokenizer = new Tokenizer(Pretrained.MINILM_L6.tokenizer())) {
            PairEncoding encoding = new PairEncoding(tokenizer, 16);
            TokenView view = TokenView.of(
                    encoding.encode(new PromptResponse(Prompt.ofUser("hello"), "hi there")),
                    tokenizer,
                    List.of("[CLS]", "[SEP]"));
            assertThat(view)
                    .hasToString("template: [CLS]\nuser: hello\ntemplate: [SEP]\nassistant: hi|there\ntemplate: [SEP]");
            assertThat(view.counts()).isEqualTo(Map.of(Writer.TEMPLATE, 3, Writer.USER, 1, Writer.ASSISTANT, 2));
        }
    }
}
