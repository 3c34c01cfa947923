package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
    private static final JsonNode GOLDENS = TextGoldens.json("chats.json");
    private static final Tokenizer TOKENIZER = new Tokenizer(TextGoldens.file("tokenizer.json"));

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    /** The goldens were made on this day. */
    private static ChatTemplate template(String name) {
        return ChatTemplate.of(TextGoldens.config(name)).withDate(LocalDate.of(2025, 3, 9));
    }

    private static ChatTemplate ofSource(String source) {
        return ChatTemplate.of(TokenizerConfig.NONE.withTemplate(source));
    }

    private static List<Turn> exchange(String user, String assistant) {
        return List.of(new Turn(Role.USER, user), new Turn(Role.ASSISTANT, assistant));
    }

    @Test
    void render_sixTemplatesOnTenConversations_equalsTransformers() {
        int compared = 0;
        for (JsonNode row : GOLDENS.get("rows")) {
            if (!row.has("ids")) {
                continue;
            }
            String what = row.get("template").asText() + ", "
                    + row.get("conversation").asText();
            ChatTemplate template = template(row.get("template").asText());
            List<Turn> turns = turnsOf(row);
            assertThat(template.render(turns, false).text())
                    .as(what)
                    .isEqualTo(row.get("text").asText());
            assertThat(template.render(turns.subList(0, turns.size() - 1), true).text())
                    .as(what)
                    .isEqualTo(row.get("prompt").asText());
            compared++;
        }
        assertThat(compared).isEqualTo(60);
    }

    @Test
    void encode_sixTemplatesOnTenConversations_equalsTransformers() {
        int masks = 0;
        for (JsonNode row : GOLDENS.get("rows")) {
            if (!row.has("ids")) {
                continue;
            }
            String name = row.get("template").asText();
            String what = name + ", " + row.get("conversation").asText();
            try (ChatEncoding encoding =
                    new ChatEncoding(TOKENIZER, TextGoldens.config(name), template(name), 100_000)) {
                EncodedChat encoded = encoding.encode(turnsOf(row));
                boolean marked = row.has("neutral");
                assertThat(encoded.ids()).as(what).isEqualTo(TextGoldens.integers(row.get(marked ? "neutral" : "ids")));
                assertThat(encoded.markers().isEmpty()).as(what).isNotEqualTo(marked);
                assertThat(TOKENIZER.decode(encoded.ids()))
                        .as(what)
                        .isEqualTo(row.get("text").asText());
                if (row.has("mask") && !marked) {
                    int[] mask = TextGoldens.integers(row.get("mask"));
                    for (int i = 0; i < mask.length; i++) {
                        assertThat(encoded.isAnswer(i)).as(what + " at " + i).isEqualTo(mask[i] == 1);
                    }
                    masks++;
                }
            }
            assertThat(TOKENIZER.ids(row.get("text").asText()))
                    .as(what)
                    .isEqualTo(TextGoldens.integers(row.get("ids")));
        }
        assertThat(masks).isEqualTo(9);
    }

    private static List<Turn> turnsOf(JsonNode row) {
        return TextGoldens.turns(
                GOLDENS.get("conversations").get(row.get("conversation").asText()));
    }

    @Test
    void render_everyTurn_knowsItsContentWhereverItStands() {
        List<Turn> turns = List.of(
                new Turn(Role.SYSTEM, " Be brief. "),
                new Turn(Role.USER, "Two?"),
                new Turn(Role.ASSISTANT, " 2 "),
                new Turn(Role.USER, "Why?"));
        RenderedChat chat = template("llama2").render(turns, false);
        assertThat(chat.text())
                .isEqualTo("<s>[INST] <<SYS>>\n Be brief. \n<</SYS>>\n\nTwo? [/INST] 2 </s><s>[INST] Why? [/INST]");
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < chat.text().length(); i++) {
            content.append(chat.isContent(i) ? chat.text().charAt(i) : '_');
        }
        assertThat(content.toString())
                .isEqualTo("_".repeat(18) + " Be brief. " + "_".repeat(11) + "Two?" + "_".repeat(9) + "2"
                        + "_".repeat(15) + "Why?" + "_".repeat(8));
        assertThat(chat.turn(0)).isEqualTo(1);
        assertThat(chat.turn(chat.text().indexOf("2"))).isEqualTo(2);
        assertThat(chat.turn(chat.text().length() - 1)).isEqualTo(3);
    }

    @Test
    void render_llama3WithoutADate_takesTheFixedOne() {
        ChatTemplate undated = ChatTemplate.of(TextGoldens.config("llama3"));
        List<Turn> turns = exchange("a", "b");
        assertThat(undated.render(turns, false).text()).contains("Today Date: 26 Jul 2024\n");
        assertThat(template("llama3").render(turns, false).text()).contains("Today Date: 09 Mar 2025\n");
        assertThat(undated.with("date_string", "1 April").render(turns, false).text())
                .contains("Today Date: 1 April\n");
    }

    @Test
    void render_clockWithoutAQuestion_isRefused() {
        ChatTemplate clock = ofSource("{{ strftime_now('%d %B') }}");
        assertThatThrownBy(() -> clock.render(exchange("a", "b"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("template line 1: strftime_now must be defined, got nothing of that name");
        LocalDate day = LocalDate.of(2026, 1, 5);
        assertThat(clock.withDate(day).render(exchange("a", "b"), false).text()).isEqualTo("05 January");
        assertThat(ofSource("{{ strftime_now('%a %A %b %m %y %Y %%') }}")
                        .withDate(day)
                        .render(exchange("a", "b"), false)
                        .text())
                .isEqualTo("Mon Monday Jan 01 26 2026 %");
        assertThatThrownBy(() ->
                        ofSource("{{ strftime_now('%H:%M') }}").withDate(day).render(exchange("a", "b"), false))
                .hasMessage("strftime_now must ask for a day by %d %b %B %m %y %Y %a %A, got %H");
    }

    @Test
    void render_qwen3WithoutThinking_closesTheThoughtAtOnce() {
        List<Turn> prompt = List.of(new Turn(Role.USER, "a"));
        assertThat(template("qwen3")
                        .with("enable_thinking", false)
                        .render(prompt, true)
                        .text())
                .isEqualTo("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n");
    }

    @Test
    void render_turnsThatTheTemplateRefuses_isOneClearMessage() {
        List<Turn> twice = List.of(new Turn(Role.USER, "a"), new Turn(Role.USER, "b"));
        assertThatThrownBy(() -> template("llama2").render(twice, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("template line 11: the conversation must suit the template, got its refusal:"
                        + " Turns must alternate: user, assistant, user, assistant, ...");
    }

    @Test
    void of_noTemplate_isRefused() {
        assertThatThrownBy(() -> ChatTemplate.of(TokenizerConfig.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "chat_template must be given beside the tokenizer.json, got none; give chat_template.jinja");
    }

    @Test
    void encode_templateWithoutALoop_isRefusedWhereAnswersAreAsked() {
        ChatTemplate flat = ofSource("{{ messages[0].content }}|{{ messages[-1].content }}");
        try (ChatEncoding encoding = new ChatEncoding(TOKENIZER, TokenizerConfig.NONE, flat, 100)) {
            assertThatThrownBy(() -> encoding.encode(exchange("a", "b")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("template must write each assistant turn in one piece within a loop over the messages,"
                            + " got turn 1 otherwise; mark answers by {% generation %}");
        }
    }
}
