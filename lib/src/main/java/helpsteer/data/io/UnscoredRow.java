package helpsteer.data.io;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import java.util.List;
import java.util.Optional;

/**
 * A line of a file whose responses are to be scored, with everything that stands in it.
 *
 * @param line number of the line, from 1
 * @param text the line as it stands, without its end
 * @param answers the responses; empty where the row is refused
 * @param refusal why the row cannot be scored, or empty
 * @param extendable whether the text is a JSON object to which a field {@code "error"} or {@code "scores"} can be added
 */
public record UnscoredRow(long line, String text, List<Answer> answers, Optional<String> refusal, boolean extendable) {
    /**
     * A response to score.
     *
     * @param name empty where the row has one response, else the field that it stands in, such as {@code "chosen"}
     */
    public record Answer(String name, Prompt prompt, String response) {
        public Answer {
            RatedResponse.checkedResponse(name.isEmpty() ? "response" : name, response);
        }
    }

    public UnscoredRow {
        answers = List.copyOf(answers);
    }
}
