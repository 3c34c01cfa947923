package helpsteer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationsTest {
    private static final String ROW =
            "{\"prompt\": \"%s\", \"response\": \"%s\", \"helpfulness\": 4, \"correctness\": 4,"
                    + " \"coherence\": 4, \"complexity\": 1, \"verbosity\": 1}%n";

    @Test
    void of_threeSets_areReadInOrderAndEachConversationOnce(@TempDir Path folder) throws IOException {
        write(folder.resolve("helpsteer2/train.jsonl"), ROW.formatted("a", "1") + ROW.formatted("a", "2"));
        write(folder.resolve("helpsteer1/train.jsonl"), ROW.formatted("a", "1") + ROW.formatted("b", "3"));
        write(
                folder.resolve(Conversations.OPEN_ASSISTANT + ".jsonl"),
                "{\"message_tree_id\": \"t\", \"prompt\": {\"text\": \"c\", \"role\": \"prompter\", \"replies\":"
                        + " [{\"text\": \"4\", \"role\": \"assistant\", \"replies\": []}]}}\n");
        List<Conversation> all = Conversations.of(new DataHome(folder, DataHome.Kind.OFFICIAL));
        assertThat(all).extracting(chat -> chat.answers().get(0).response()).containsExactly("1", "2", "3", "4");
        assertThat(all.get(3).answers().get(0).prompt()).isEqualTo(Prompt.ofUser("c"));
        assertThat(all.get(3).ratings()).isEmpty();
    }

    @Test
    void of_theSample_isHelpSteer2Alone() {
        assertThat(Conversations.of(DataHome.sample()))
                .allMatch(chat -> chat.source().equals("HelpSteer2"))
                .isNotEmpty();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }
}
