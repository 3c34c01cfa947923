package helpsteer.data.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Filtered;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.TestFiles;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MtBenchTest {
    private final Path folder;

    MtBenchTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String vote(int question, String models, String winner, int turn) {
        String a = models.substring(0, 1);
        String b = models.substring(1);
        return """
                {"question_id": %d, "model_a": "%s", "model_b": "%s", "winner": "%s", "judge": "j", "conversation_a": \
                [{"role": "user", "content": "q%d"}, {"role": "assistant", "content": "by %s"}], "conversation_b": \
                [{"role": "user", "content": "q%d"}, {"role": "assistant", "content": "by %s"}], "turn": %d}
                """
                .formatted(question, a, b, winner, question, a, question, b, turn);
    }

    private static PreferencePair pair(String prompt, String first, String second, Preferred preferred) {
        return new PreferencePair(Prompt.ofUser(prompt), first, second, preferred, 1);
    }

    /** Question 1: x wins by two votes to one, once with the models swapped; 2: one each; 3: ties win; 4: second turn. */
    @Test
    void votes_majority_decidesWhicheverModelStandsFirst() throws IOException {
        String text = vote(1, "xy", "model_a", 1)
                + vote(2, "xy", "model_a", 1)
                + vote(1, "yx", "model_b", 1)
                + vote(1, "xy", "model_b", 1)
                + vote(2, "yx", "model_a", 1)
                + vote(3, "xy", "tie", 1)
                + vote(3, "xy", "tie", 1)
                + vote(3, "xy", "model_a", 1)
                + vote(4, "xy", "model_a", 2)
                + vote(5, "xz", "model_b", 1);
        Filtered<PreferencePair> read = MtBench.votes(TestFiles.write(folder, "human.jsonl", text));
        assertThat(read.items())
                .containsExactly(
                        pair("q1", "by x", "by y", Preferred.FIRST), pair("q5", "by x", "by z", Preferred.SECOND));
        assertThat(read.dropped())
                .isEqualTo(Map.of("no majority for one side", 2, "second turn, conversations differ before it", 1));
    }

    @Test
    void human_votesAreThere_preferThem() throws IOException {
        TestFiles.write(
                folder,
                "mt-bench/llmbar_processed_mt_bench_200.json",
                "[{\"input\": \"q\", \"output_1\": \"a\", \"output_2\": \"b\", \"label\": 2}]");
        DataHome home = new DataHome(folder, DataHome.Kind.OFFICIAL);
        assertThat(MtBench.human(home).items()).isEqualTo(List.of(pair("q", "a", "b", Preferred.SECOND)));
        TestFiles.write(folder, "mt-bench/human.jsonl", vote(1, "xy", "model_a", 1));
        assertThat(MtBench.human(home).items()).isEqualTo(List.of(pair("q1", "by x", "by y", Preferred.FIRST)));
    }

    @Test
    void votes_badRow_isRefused() throws IOException {
        Path file = TestFiles.write(folder, "human.jsonl", vote(1, "xy", "model_c", 1));
        assertThatThrownBy(() -> MtBench.votes(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("human.jsonl:1: winner must be model_a, model_b or tie, got \"model_c\"");
        Path turn = TestFiles.write(folder, "turn.jsonl", vote(1, "xy", "model_a", 3));
        assertThatThrownBy(() -> MtBench.votes(turn)).hasMessage("turn.jsonl:1: turn must be in 1..2, got 3");
        Path empty = TestFiles.write(
                folder,
                "empty.jsonl",
                vote(1, "xy", "model_a", 1).replaceAll("\"conversation_b\": \\[.*\\]", "\"conversation_b\": []"));
        assertThatThrownBy(() -> MtBench.votes(empty))
                .hasMessage("empty.jsonl:1: conversation_b must begin with a question and an answer, got 0 turns");
    }
}
