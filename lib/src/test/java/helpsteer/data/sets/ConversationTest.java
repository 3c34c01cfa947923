package helpsteer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Strictness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations to learn from in their three forms, and what is refused. */
class ConversationTest {
    @TempDir
    private Path folder = Path.of("");

    private ReadResult<Conversation> read(Strictness reading, String... lines) throws IOException {
        Path file = folder.resolve("chats.jsonl");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return Conversation.read(file, reading);
    }

    private void refused(String line, String reason) {
        assertThatThrownBy(() -> read(Strictness.STRICT, line))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("chats.jsonl:1: " + reason);
    }

    @Test
    void read_daringAnteaterForm_hasSystemTurnsRatingsAndSource() throws IOException {
        Conversation chat = read(
                        Strictness.STRICT,
                        "{\"system\":\"Be brief.\",\"mask\":\"User\",\"dataset\":\"synthetic_math\",\"conversations\":["
                                + "{\"from\":\"User\",\"value\":\"1+1?\",\"label\":null},"
                                + "{\"from\":\"Assistant\",\"value\":\"2\","
                                + "\"label\":\"helpfulness:4,correctness:4,coherence:4,complexity:0,verbosity:0\"}]}")
                .rows()
                .get(0);
        assertThat(chat.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, "Be brief."), new Turn(Role.USER, "1+1?"), new Turn(Role.ASSISTANT, "2"));
        assertThat(chat.ratings()).isEqualTo(Map.of(2, new Ratings(4, 4, 4, 0, 0)));
        assertThat(chat.source()).isEqualTo("synthetic_math");
    }

    @Test
    void read_shareGptAndMessages_areTheSameConversation() throws IOException {
        List<Conversation> chats = read(
                        Strictness.STRICT,
                        "{\"id\":\"x\",\"conversations\":[{\"from\":\"human\",\"value\":\"Hi\"},{\"from\":\"gpt\",\"value\":\"Ho\"}]}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\"}]}")
                .rows();
        assertThat(chats.get(0)).isEqualTo(chats.get(1));
        assertThat(chats.get(0).answers()).containsExactly(new Conversation.Answer(Prompt.ofUser("Hi"), "Ho", 1));
    }

    @Test
    void read_whatCannotBeLearned_isRefusedWithItsPlace() {
        refused("{\"text\":\"x\"}", "row must hold one of [conversations, messages], got fields text");
        refused(
                "{\"conversations\":[{\"from\":\"human\",\"value\":\"Hi\"}]}",
                "a conversation must end with an assistant turn, got USER");
        refused("{\"conversations\":[]}", "a conversation must end with an assistant turn, got no turn");
        refused(
                "{\"conversations\":[{\"from\":\"gpt\",\"value\":\"Hi\"},{\"from\":\"gpt\",\"value\":\"Ho\"}]}",
                "turn 0 must be USER, got ASSISTANT");
        refused(
                "{\"conversations\":[{\"from\":\"tool\",\"value\":\"Hi\"}]}",
                "speaker must be one of [system], [user, human, prompter] and [assistant, gpt, chatgpt, model], got"
                        + " \"tool\"");
        refused(
                "{\"conversations\":[{\"from\":\"user\",\"value\":\" \"},{\"from\":\"gpt\",\"value\":\"Ho\"}]}",
                "turn 0 must hold text, got none");
        refused(
                "{\"mask\":\"Assistant\",\"conversations\":[{\"from\":\"user\",\"value\":\"a\"},{\"from\":\"gpt\",\"value\":\"b\"}]}",
                "mask must be User, got Assistant; only the assistant's turns can be learned here");
        refused(
                "{\"conversations\":[{\"from\":\"user\",\"value\":\"a\"},{\"from\":\"gpt\",\"value\":\"b\",\"label\":\"quality:3\"}]}",
                "label must rate each of [helpfulness, correctness, coherence, complexity, verbosity] once, got"
                        + " \"quality:3\"");
    }

    @Test
    void read_leniently_countsWhatItLeavesOut() throws IOException {
        ReadResult<Conversation> loaded = read(
                Strictness.LENIENT,
                "{\"conversations\":[{\"from\":\"user\",\"value\":\"a\"},{\"from\":\"gpt\",\"value\":\"b\"}]}",
                "{\"conversations\":[{\"from\":\"user\",\"value\":\"a\"}]}");
        assertThat(loaded).hasToString("read 1, refused 1");
    }

    @Test
    void ratings_anyOrder_areReadAndOutOfRangeRefused() {
        Ratings ratings = new Ratings(4, 3, 2, 1, 0);
        assertThat(Conversation.ratings(ratings.label())).isEqualTo(ratings);
        assertThat(Conversation.ratings("verbosity:0, complexity:1,coherence:2,correctness:3,helpfulness:4"))
                .isEqualTo(ratings);
        assertThatThrownBy(
                        () -> Conversation.ratings("helpfulness:5,correctness:4,coherence:4,complexity:2,verbosity:2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("helpfulness must be in 0..4, got 5");
    }

    @Test
    void of_ratedRow_isAConversationWithItsRatings() {
        Conversation chat = Conversation.of(new RatedResponse(Prompt.ofUser("Hi"), "Ho", new Ratings(1, 2, 3, 4, 0)));
        assertThat(chat.ratings()).isEqualTo(Map.of(1, new Ratings(1, 2, 3, 4, 0)));
        assertThatThrownBy(() -> chat.withRatings(Map.of(0, new Ratings(1, 2, 3, 4, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings must be of assistant turns, got turn 0");
    }

    @Test
    void ratings_labelWithControlCharacters_isQuotedWithoutThem() {
        assertThatThrownBy(() -> Conversation.ratings("\u001b[2Jhelp\u0007\n"))
                .hasMessageEndingWith(" once, got \"[2Jhelp\\n\"");
    }
}
