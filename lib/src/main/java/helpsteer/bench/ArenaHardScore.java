package helpsteer.bench;

import helpsteer.data.benchmark.ArenaHardJudgment;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's win rate over the baseline on Arena-Hard v0.1 (arXiv 2406.11939). A verdict of <i>significantly better</i>
 * counts as three games, a tie as half a win. A Bradley-Terry fit of games that all are against one baseline gives this
 * same share, so none is made.
 *
 * @param model whose answers were compared
 * @param questions the weighted games of each question that has verdicts of both
 * @param unparsed ids of the questions left out because a verdict is missing, as the repository's {@code show_result} does
 */
public record ArenaHardScore(String model, List<Games> questions, List<String> unparsed) {
    private static final int HEAVY = 3;
    private static final int RESAMPLES = 2000;
    private static final double LEVEL = 0.95;

    /**
     * Both games of one question.
     *
     * @param won games won, with weights; a tie is half of one
     * @param played games, with weights
     */
    public record Games(double won, double played) {}

    public ArenaHardScore {
        questions = List.copyOf(questions);
        unparsed = List.copyOf(unparsed);
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("judgments must have verdicts on both games of a question, got none and "
                    + unparsed.size() + " questions without");
        }
    }

    /** The score of a file of judgments, which must be of one model against one baseline by one judge. */
    public static ArenaHardScore of(List<ArenaHardJudgment> judgments) {
        Map<String, Map<Integer, Optional<Games>>> byQuestion = new LinkedHashMap<>();
        for (ArenaHardJudgment each : judgments) {
            ArenaHardJudgment first = judgments.get(0);
            if (!each.model().equals(first.model())
                    || !each.baseline().equals(first.baseline())
                    || !each.judge().equals(first.judge())) {
                throw new IllegalArgumentException("judgments must be of " + first.model() + " against "
                        + first.baseline() + " by " + first.judge() + ", got " + each.model() + " against "
                        + each.baseline() + " by " + each.judge());
            }
            byQuestion
                    .computeIfAbsent(each.question(), key -> new LinkedHashMap<>())
                    .put(each.game(), each.verdict().map(v -> game(v, each.game() == 2)));
        }
        List<Games> questions = new ArrayList<>();
        List<String> unparsed = new ArrayList<>();
        byQuestion.forEach((question, games) -> {
            List<Games> read = games.values().stream().flatMap(Optional::stream).toList();
            if (read.size() == 2) {
                questions.add(new Games(
                        read.get(0).won() + read.get(1).won(),
                        read.get(0).played() + read.get(1).played()));
            } else {
                unparsed.add(question);
            }
        });
        return new ArenaHardScore(judgments.isEmpty() ? "" : judgments.get(0).model(), questions, unparsed);
    }

    /**
     * A verdict as weighted games from the model's side.
     *
     * @param modelFirst whether the model's answer stood first, as assistant A
     */
    static Games game(String verdict, boolean modelFirst) {
        double a =
                switch (verdict) {
                    case "A>>B", "A>B", "B<A", "B<<A" -> 1;
                    case "B>>A", "B>A", "A<B", "A<<B" -> 0;
                    case "A=B", "B=A" -> 0.5;
                    default ->
                        throw new IllegalArgumentException(
                                "verdict must be one of A>>B, A>B, A=B, B>A, B>>A, got " + verdict);
                };
        int weight = verdict.length() == "A>>B".length() ? HEAVY : 1;
        return new Games(weight * (modelFirst ? a : 1 - a), weight);
    }

    /** The win rate in per cent; 50 is the baseline's own. */
    public double winRate() {
        return 100 * share(questions);
    }

    /** The win rate in per cent with its interval by bootstrap over questions, whose two games belong together. */
    public Estimate overall(Seed seed) {
        Bootstrap bootstrap = Bootstrap.of(
                questions.size(),
                rows -> {
                    List<Games> drawn = new ArrayList<>();
                    for (int row : rows) {
                        drawn.add(questions.get(row));
                    }
                    return 100 * share(drawn);
                },
                RESAMPLES,
                LEVEL,
                seed.stream("arena-hard"));
        return Estimate.of(winRate(), bootstrap.interval());
    }

    private static double share(List<Games> games) {
        return games.stream().mapToDouble(Games::won).sum()
                / games.stream().mapToDouble(Games::played).sum();
    }
}
