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
import java.util.ArrayList;
import java.util.List;

/**
 * Files of preference pairs as TRL's trainers read them, UltraFeedback's among them: each row has {@code chosen} and
 * {@code rejected}, as one of
 *
 * <ul>
 *   <li>texts, with the {@code prompt} as a text;
 *   <li>lists of messages, with the {@code prompt} as a list of messages before both;
 *   <li>lists of messages that are whole conversations and differ in the last message only; a {@code prompt} that is a text
 *       repeats what they hold and is not read.
 * </ul>
 *
 * <p>Other fields may be there; of these {@code score_chosen} and {@code score_rejected} are read.
 */
public final class PreferenceFile {
    private static final String PROMPT = "prompt";
    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";

    private PreferenceFile() {}

    /** The pairs of a file, the chosen response first, strength 1; equal scores, where the file has both, are a tie. */
    public static ReadResult<PreferencePair> read(Path file, Strictness reading) {
        return Rows.read(file, reading, PreferenceFile::parse);
    }

    private static PreferencePair parse(Row row) {
        row.required(List.of(CHOSEN, REJECTED));
        if (!row.isList(CHOSEN)) {
            row.required(List.of(PROMPT));
            return pair(row, Prompt.ofUser(row.text(PROMPT)), row.text(CHOSEN), row.text(REJECTED));
        }
        List<Turn> chosen = conversation(row, CHOSEN);
        List<Turn> rejected = conversation(row, REJECTED);
        int last = chosen.size() - 1;
        if (rejected.size() - 1 != last || !chosen.subList(0, last).equals(rejected.subList(0, last))) {
            throw new IllegalArgumentException(
                    "chosen and rejected must be equal before the last message, got different ones");
        }
        return pair(
                row,
                new Prompt(chosen.subList(0, last)),
                chosen.get(last).text(),
                rejected.get(last).text());
    }

    private static List<Turn> conversation(Row row, String field) {
        List<Turn> turns = new ArrayList<>();
        if (row.isList(PROMPT)) {
            turns.addAll(ChatMessages.turns(row.objects(PROMPT)));
        }
        turns.addAll(ChatMessages.answered(row, field));
        return turns;
    }

    private static PreferencePair pair(Row row, Prompt prompt, String chosen, String rejected) {
        if (!row.has("score_chosen") || !row.has("score_rejected")) {
            return PreferencePair.ofChosen(prompt, chosen, rejected);
        }
        double gap = row.number("score_chosen") - row.number("score_rejected");
        if (gap < 0) {
            throw new IllegalArgumentException("score_chosen must be at least score_rejected, got "
                    + row.number("score_chosen") + " and " + row.number("score_rejected"));
        }
        return PreferencePair.ofSigned(prompt, chosen, rejected, gap == 0 ? 0 : -1);
    }
}
