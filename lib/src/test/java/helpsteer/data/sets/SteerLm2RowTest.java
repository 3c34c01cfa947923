package helpsteer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Prompt;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SteerLM 2.0's files, there and back. */
class SteerLm2RowTest {
    private static final String LABEL = "helpfulness:4,correctness:4,coherence:4,complexity:2,verbosity:2";
    private static final String ROW =
            "{\"system\":\"Be kind.\",\"prompt_turns\":[{\"from\":\"User\",\"value\":\"Why?\"}],"
                    + "\"label\":\"" + LABEL + "\",\"responses\":[{\"from\":\"Assistant\",\"value\":\"So.\","
                    + "\"log(P(a|x,y))\":-3.25,\"log(P(y|x))\":-40.5,\"log(Q(y|a,x))\":-39.125}]}";

    @TempDir
    private Path folder = Path.of("");

    private ReadResult<SteerLm2Row> read(String text) throws IOException {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, text + "\n");
        return SteerLm2Row.read(file, Strictness.STRICT);
    }

    @Test
    void read_rowOfTheReferenceCode_isAllThatItSays() throws IOException {
        SteerLm2Row row = read(ROW).rows().get(0);
        assertThat(row.prompt().turns())
                .containsExactly(new Turn(Role.SYSTEM, "Be kind."), new Turn(Role.USER, "Why?"));
        assertThat(row.wanted()).isEqualTo(new Ratings(4, 4, 4, 2, 2));
        assertThat(row.responses()).containsExactly(new SteerLm2Row.Response("So.", -3.25, -40.5, -39.125));
    }

    @Test
    void write_rows_areReadAgainToTheByte() throws IOException {
        SteerLm2Row plain = new SteerLm2Row(
                Prompt.ofUser("Why \"so\"?\n"),
                new Ratings(0, 1, 2, 3, 4),
                List.of(
                        new SteerLm2Row.Response("é", -1e-300, -1.0 / 3, -1e10),
                        new SteerLm2Row.Response("e", -1, -2, -3, List.of(0, 49_151))));
        Path file = folder.resolve("written.jsonl");
        SteerLm2Row.write(List.of(read(ROW).rows().get(0), plain), "", file);
        List<SteerLm2Row> again = SteerLm2Row.read(file, Strictness.STRICT).rows();
        assertThat(again).containsExactly(read(ROW).rows().get(0), plain);
        assertThat(Files.readString(file)).startsWith(ROW + "\n");
    }

    private void refused(String row, String reason) {
        assertThatThrownBy(() -> read(row))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("rows.jsonl:1: " + reason);
    }

    @Test
    void read_badRows_areRefusedWithTheirPlace() {
        refused(
                ROW.replace("\"label\":\"" + LABEL + "\"", "\"label\":\"helpfulness:4\""),
                "label must rate each of [helpfulness, correctness, coherence, complexity, verbosity] once,"
                        + " got \"helpfulness:4\"");
        refused(ROW.replace("-40.5", "null"), "responses[0].log(P(y|x)) must be a finite number, got null");
        refused(ROW.replace("-40.5", "-1e999"), "responses[0].log(P(y|x)) must be a finite number, got \"-Infinity\"");
        refused(
                ROW.replace("-39.125", "-39.125,\"tokens\":[-1]"),
                "responses[0].tokens[0] must be in 0..2147483647, got -1");
        refused(ROW.replace("\"Assistant\"", "\"User\""), "responses must be from Assistant, got User");
        refused(
                ROW.replaceAll("\"responses\":\\[.*\\]", "\"responses\":[]"),
                "responses must be at least one, got none");
        refused(ROW.replace("\"from\":\"User\"", "\"from\":\"Assistant\""), "turn 1 must be USER, got ASSISTANT");
    }

    @Test
    void response_notFinite_isRefused() {
        assertThatThrownBy(() -> new SteerLm2Row.Response("x", Double.NEGATIVE_INFINITY, -1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("log(P(a|x,y)) must be finite, got -Infinity; score the response again or leave it out");
    }
}
