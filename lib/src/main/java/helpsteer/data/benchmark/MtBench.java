package helpsteer.data.benchmark;

import helpsteer.data.Filtered;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ChatMessages;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * People's comparisons of answers to MT-Bench (arXiv 2306.05685), each decided by the majority of its votes.
 *
 * <p>Two files are read: LMSYS's votes ({@code mt-bench/human}), and the 200 decided comparisons that LLMBar made of them.
 */
public final class MtBench {
    private static final String VOTES = "mt-bench/human";
    private static final String LLMBAR = "mt-bench/llmbar_processed_mt_bench_200.json";
    private static final List<String> FIELDS =
            List.of("question_id", "model_a", "model_b", "winner", "judge", "conversation_a", "conversation_b", "turn");

    private MtBench() {}

    /** One person's vote, the two models in the order of their names, so that votes on one comparison meet. */
    private record Vote(String comparison, int turn, Answers answers, Preferred winner) {}

    /** Two answers to one question, as conversations. */
    private record Answers(List<Turn> first, List<Turn> second) {}

    /** The comparisons of the votes where that file is there, otherwise the 200 of LLMBar. */
    public static Filtered<PreferencePair> human(DataHome home) {
        return home.table(VOTES).map(MtBench::votes).orElseGet(() -> decided(home.need(LLMBAR)));
    }

    /** Comparisons that were decided before, in LLMBar's form; it has no ties. */
    public static Filtered<PreferencePair> decided(Path file) {
        return new Filtered<>(Rows.read(file, Strictness.STRICT, LlmBar::parse).rows(), Map.of());
    }

    /**
     * Comparisons of a file of votes. The side with more votes than the other side and than "tie" wins; anything else is a
     * tie, which is dropped. So are comparisons of the second turn, before which the two conversations already differ.
     */
    public static Filtered<PreferencePair> votes(Path file) {
        Map<String, List<Vote>> byComparison = new LinkedHashMap<>();
        Map<String, Integer> dropped = new TreeMap<>();
        for (Vote vote : Rows.read(file, Strictness.STRICT, MtBench::vote).rows()) {
            byComparison
                    .computeIfAbsent(vote.comparison, key -> new ArrayList<>())
                    .add(vote);
        }
        List<PreferencePair> pairs = new ArrayList<>();
        for (List<Vote> votes : byComparison.values()) {
            Vote one = votes.get(0);
            Optional<Preferred> winner = majority(votes);
            if (one.turn > 1) {
                dropped.merge("second turn, conversations differ before it", 1, Integer::sum);
            } else if (winner.isEmpty()) {
                dropped.merge("no majority for one side", 1, Integer::sum);
            } else {
                String question = one.answers.first.get(0).text();
                String first = one.answers.first.get(1).text();
                String second = one.answers.second.get(1).text();
                pairs.add(new PreferencePair(Prompt.ofUser(question), first, second, winner.get(), 1));
            }
        }
        return new Filtered<>(pairs, dropped);
    }

    private static Optional<Preferred> majority(List<Vote> votes) {
        List<Preferred> winners = votes.stream().map(Vote::winner).toList();
        int first = Collections.frequency(winners, Preferred.FIRST);
        int second = Collections.frequency(winners, Preferred.SECOND);
        int ties = Collections.frequency(winners, Preferred.TIE);
        if (first > Math.max(second, ties)) {
            return Optional.of(Preferred.FIRST);
        }
        return second > Math.max(first, ties) ? Optional.of(Preferred.SECOND) : Optional.empty();
    }

    private static Vote vote(Row row) {
        row.only(FIELDS);
        String a = row.text("model_a");
        String b = row.text("model_b");
        List<Turn> first = conversation(row, "conversation_a");
        List<Turn> second = conversation(row, "conversation_b");
        int turn = row.integer("turn", 1, 2);
        boolean turned = a.compareTo(b) > 0;
        Preferred winner =
                switch (row.text("winner")) {
                    case "model_a" -> turned ? Preferred.SECOND : Preferred.FIRST;
                    case "model_b" -> turned ? Preferred.FIRST : Preferred.SECOND;
                    case "tie" -> Preferred.TIE;
                    default ->
                        throw new IllegalArgumentException(
                                "winner must be model_a, model_b or tie, got \"" + row.text("winner") + "\"");
                };
        String comparison = row.id("question_id") + "\n" + turn + "\n" + (turned ? b + "\n" + a : a + "\n" + b);
        return new Vote(comparison, turn, turned ? new Answers(second, first) : new Answers(first, second), winner);
    }

    private static List<Turn> conversation(Row row, String field) {
        List<Turn> turns = ChatMessages.turns(row.objects(field));
        if (turns.size() < 2 || turns.get(0).role() != Role.USER || turns.get(1).role() != Role.ASSISTANT) {
            throw new IllegalArgumentException(
                    field + " must begin with a question and an answer, got " + turns.size() + " turns");
        }
        return turns;
    }
}
