package helpsteer.data.sets;

import helpsteer.data.PreferencePair;
import helpsteer.data.Prompt;
import helpsteer.data.Turn;
import helpsteer.data.io.ChatMessages;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.List;

/** Preference files in the form of UltraFeedback: whole conversations as lists of messages, chosen and rejected. */
public final class UltraFeedback {
    private static final List<String> NEEDED = List.of("chosen", "rejected");
    private static final List<String> FIELDS = List.of(
            "prompt", "prompt_id", "chosen", "rejected", "messages", "score_chosen", "score_rejected", "source");

    private UltraFeedback() {}

    /**
     * The pairs of a file, the chosen response first, strength 1; equal scores, where the file has both, are a tie.
     *
     * <p>Everything before the last message must be the same in both conversations.
     */
    public static ReadResult<PreferencePair> read(Path file, Strictness reading) {
        return Rows.read(file, reading, UltraFeedback::parse);
    }

    private static PreferencePair parse(Row row) {
        row.required(NEEDED).noneBeyond(FIELDS);
        List<Turn> chosen = ChatMessages.answered(row, "chosen");
        List<Turn> rejected = ChatMessages.answered(row, "rejected");
        int last = chosen.size() - 1;
        if (rejected.size() - 1 != last || !chosen.subList(0, last).equals(rejected.subList(0, last))) {
            throw new IllegalArgumentException(
                    "chosen and rejected must be equal before the last message, got different ones");
        }
        Prompt prompt = new Prompt(chosen.subList(0, last));
        String better = chosen.get(last).text();
        String worse = rejected.get(last).text();
        boolean scored = row.has("score_chosen") && row.has("score_rejected");
        if (!scored) {
            return PreferencePair.ofChosen(prompt, better, worse);
        }
        double gap = row.number("score_chosen") - row.number("score_rejected");
        if (gap < 0) {
            throw new IllegalArgumentException("score_chosen must be at least score_rejected, got "
                    + row.number("score_chosen") + " and " + row.number("score_rejected"));
        }
        return PreferencePair.ofSigned(prompt, better, worse, gap == 0 ? 0 : -1);
    }
}
