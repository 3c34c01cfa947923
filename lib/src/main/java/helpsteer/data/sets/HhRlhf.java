package helpsteer.data.sets;

import helpsteer.data.Filtered;
import helpsteer.data.Pair;
import helpsteer.data.PreferencePair;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * HH-RLHF (arXiv 2204.05862): two transcripts that should differ in the last answer only.
 *
 * <p>A transcript is {@code \n\nHuman: ...\n\nAssistant: ...} and so on. Not all can be divided so: some name a speaker
 * twice in a row, some quote the marks, and those pairs are dropped and counted.
 */
public final class HhRlhf {
    private static final String HUMAN = "\n\nHuman:";
    private static final String ASSISTANT = "\n\nAssistant:";
    private static final List<String> FIELDS = List.of("chosen", "rejected");
    private static final List<String> DSP_FIELDS = List.of("text", "score");

    private HhRlhf() {}

    /** The test pairs on harmlessness, from 2,312 rows. */
    public static Filtered<PreferencePair> harmlessTest(DataHome home) {
        return read(home.needTable("hh-rlhf/harmless-base/test"));
    }

    /** The test pairs on helpfulness, from 2,354 rows of the official file or 2,352 of DSP's. */
    public static Filtered<PreferencePair> helpfulTest(DataHome home) {
        return home.table("hh-rlhf/helpful-base/test")
                .map(HhRlhf::read)
                .orElseGet(() -> readDsp(home.file("hh-rlhf/dsp_helpful.test.json.gz")
                        .orElseThrow(() -> home.missing("hh-rlhf/helpful-base/test.jsonl.gz"))));
    }

    /** The pairs of a file whose rows have {@code chosen} and {@code rejected}. */
    public static Filtered<PreferencePair> read(Path file) {
        return divided(Rows.read(file, Strictness.STRICT, row -> {
            row.only(FIELDS);
            return new Pair<>(row.text("chosen"), row.text("rejected"));
        }));
    }

    /** The pairs of a file in the form of DSP: {@code text} holds two transcripts, {@code score} 1 for the better, 0. */
    public static Filtered<PreferencePair> readDsp(Path file) {
        return divided(Rows.read(file, Strictness.STRICT, HhRlhf::dsp));
    }

    private static Pair<String> dsp(Row row) {
        row.only(DSP_FIELDS);
        List<String> texts = row.texts("text");
        List<Double> scores = row.numbers("score");
        if (texts.size() != 2 || !(scores.equals(List.of(1.0, 0.0)) || scores.equals(List.of(0.0, 1.0)))) {
            throw new IllegalArgumentException("text and score must hold two transcripts and one 1 and one 0, got "
                    + texts.size() + " and " + scores);
        }
        int better = scores.get(0) > scores.get(1) ? 0 : 1;
        return new Pair<>(texts.get(better), texts.get(1 - better));
    }

    private static Filtered<PreferencePair> divided(ReadResult<Pair<String>> rows) {
        List<PreferencePair> pairs = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>();
        for (Pair<String> row : rows.rows()) {
            Pair<List<Turn>> turns = row.map(HhRlhf::turns);
            if (turns.chosen().isEmpty() || turns.rejected().isEmpty()) {
                dropped.merge("speakers do not alternate", 1, Integer::sum);
            } else if (!before(turns.chosen()).equals(before(turns.rejected()))) {
                dropped.merge("transcripts differ before the last answer", 1, Integer::sum);
            } else {
                pairs.add(PreferencePair.ofChosen(
                        new Prompt(before(turns.chosen())), last(turns.chosen()), last(turns.rejected())));
            }
        }
        return new Filtered<>(pairs, dropped);
    }

    private static List<Turn> before(List<Turn> turns) {
        return turns.subList(0, turns.size() - 1);
    }

    private static String last(List<Turn> turns) {
        return turns.get(turns.size() - 1).text();
    }

    /** The turns of a transcript, or none where human and assistant do not alternate up to a last answer. */
    private static List<Turn> turns(String transcript) {
        List<Turn> turns = new ArrayList<>();
        int from = 0;
        while (from < transcript.length()) {
            boolean user = turns.size() % 2 == 0;
            String mark = user ? HUMAN : ASSISTANT;
            if (!transcript.startsWith(mark, from)) {
                return List.of();
            }
            int begin = from + mark.length();
            from = nextMark(transcript, begin);
            turns.add(new Turn(
                    user ? Role.USER : Role.ASSISTANT,
                    transcript.substring(begin, from).strip()));
        }
        return turns.size() % 2 == 0 ? turns : List.of();
    }

    private static int nextMark(String transcript, int from) {
        int human = transcript.indexOf(HUMAN, from);
        int assistant = transcript.indexOf(ASSISTANT, from);
        int next = human < 0 ? assistant : assistant < 0 ? human : Math.min(human, assistant);
        return next < 0 ? transcript.length() : next;
    }
}
