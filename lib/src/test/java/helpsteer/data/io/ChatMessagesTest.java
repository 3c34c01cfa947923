package helpsteer.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.run.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatMessagesTest {
    private static Row row(String messages) throws IOException {
        JsonNode node = Json.read("{\"m\":" + messages + "}");
        return new Row(node);
    }

    private static List<Turn> turns(String messages) throws IOException {
        return ChatMessages.turns(row(messages).objects("m"));
    }

    private static void refused(String messages, String message) {
        assertThatThrownBy(() -> turns(messages))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void turns_rolesAndTexts_areTakenAsTheyStand() throws IOException {
        assertThat(turns("[{\"role\":\"system\",\"content\":\"\"},{\"content\":\" a\\n\",\"role\":\"user\"},"
                        + "{\"role\":\"assistant\",\"content\":\"🙂\"},{\"role\":\"prompter\",\"content\":\"b\"}]"))
                .containsExactly(
                        new Turn(Role.SYSTEM, ""),
                        new Turn(Role.USER, " a\n"),
                        new Turn(Role.ASSISTANT, "🙂"),
                        new Turn(Role.USER, "b"));
        assertThat(turns("[]")).isEmpty();
    }

    @Test
    void turns_otherRolesFieldsAndTypes_areRefused() {
        refused("[{\"role\":\"tool\",\"content\":\"a\"}]", "role must be system, user or assistant, got \"tool\"");
        refused("[{\"role\":\"User\",\"content\":\"a\"}]", "role must be system, user or assistant, got \"User\"");
        for (String messages : List.of(
                "[{\"role\":\"user\"}]",
                "[{\"content\":\"a\"}]",
                "[{\"role\":\"user\",\"content\":1}]",
                "[{\"role\":\"user\",\"content\":null}]",
                "[{\"role\":\"user\",\"content\":\"a\",\"name\":\"b\"}]",
                "[\"user\"]",
                "[null]",
                "{}",
                "\"a\"")) {
            assertThatThrownBy(() -> turns(messages))
                    .as(messages)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("(?s).+ must .+, got .+|.+ must .+");
        }
    }

    @Test
    void answered_conversation_endsWithTheAssistant() throws IOException {
        Row row = row("[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]");
        assertThat(ChatMessages.answered(row, "m")).hasSize(2).last().isEqualTo(new Turn(Role.ASSISTANT, "b"));
        assertThatThrownBy(() -> ChatMessages.answered(row("[]"), "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("m must end with a turn of the assistant, got no turn");
        assertThatThrownBy(() -> ChatMessages.answered(row("[{\"role\":\"user\",\"content\":\"a\"}]"), "m"))
                .hasMessage("m must end with a turn of the assistant, got USER");
    }
}
