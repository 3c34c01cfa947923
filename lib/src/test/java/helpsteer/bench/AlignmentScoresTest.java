package helpsteer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.benchmark.ArenaHardJudgment;
import helpsteer.data.benchmark.MtBenchJudgment;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AlignmentScoresTest {
    private static MtBenchJudgment grade(String question, int turn, double score) {
        OptionalDouble read = score < 0 ? OptionalDouble.empty() : OptionalDouble.of(score);
        return new MtBenchJudgment(question, "m", "j", "single-v1", turn, read);
    }

    private static ArenaHardJudgment verdict(String question, int game, String verdict) {
        return new ArenaHardJudgment(
                question, "m", "b", "j", game, verdict.isEmpty() ? Optional.empty() : Optional.of(verdict));
    }

    /** Grades 8, 6, 7 and one unread: mean 7, not 21 / 4. */
    @Test
    void mtBench_gradesByHand_leaveTheUnreadOut() {
        MtBenchScores scores = MtBenchScores.of(
                List.of(grade("81", 1, 8), grade("81", 2, 6), grade("82", 1, 7), grade("82", 2, -1)), "m");
        assertThat(scores.mean()).isEqualTo(7);
        assertThat(scores.mean(1)).isEqualTo(7.5);
        assertThat(scores.mean(2)).isEqualTo(6);
        assertThat(scores.unparsed()).containsExactly("82, turn 2");
        List<OpenQuestion> questions =
                List.of(new OpenQuestion("81", "math", List.of("t")), new OpenQuestion("82", "stem", List.of("t")));
        assertThat(scores.categories(questions)).isEqualTo(Map.of("math", 7.0, "stem", 7.0));
        Estimate all = scores.overall(new Seed(1));
        assertThat(all.value()).isEqualTo(7);
        assertThat(all).isEqualTo(scores.overall(new Seed(1)));
    }

    @Test
    void mtBench_noGradeAtAll_hasNoScores() {
        assertThat(MtBenchScores.of(List.of(grade("81", 1, -1)))).isEmpty();
        assertThatThrownBy(() -> MtBenchScores.of(List.of(grade("81", 1, 5)), "n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model must be one of [m], got n");
        assertThatThrownBy(() -> new MtBenchScores("m", Map.of(), List.of("81, turn 1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("judgments must have a grade, got none and 1 without");
    }

    /**
     * Game 1 has the baseline first. Question a: lost by much (0 of 3), then tied (half of 1). Question b: won (1 of 1),
     * then won by much (3 of 3). Together 4.5 of 8. Question c lacks a verdict.
     */
    @Test
    void arenaHard_gamesByHand_areWeighted() {
        ArenaHardScore score = ArenaHardScore.of(List.of(
                verdict("a", 1, "A>>B"),
                verdict("a", 2, "A=B"),
                verdict("b", 1, "B>A"),
                verdict("b", 2, "A>>B"),
                verdict("c", 1, "A>B"),
                verdict("c", 2, "")));
        assertThat(score.questions()).containsExactly(new ArenaHardScore.Games(0.5, 4), new ArenaHardScore.Games(4, 4));
        assertThat(score.unparsed()).containsExactly("c");
        assertThat(score.winRate()).isCloseTo(100 * 4.5 / 8, within(1e-12));
        Estimate all = score.overall(new Seed(1));
        assertThat(all.interval()).isEqualTo(new Interval(12.5, 100, 0.95)); // both a, or both b
    }

    /** A model judged against itself: whatever side the judge prefers, both orders cancel. */
    @Test
    void arenaHard_judgeOfOneSide_givesHalf() {
        for (String side : List.of("A>B", "A>>B", "B>A", "A=B", "A<B", "B<<A")) {
            ArenaHardScore score = ArenaHardScore.of(List.of(verdict("a", 1, side), verdict("a", 2, side)));
            assertThat(score.winRate()).as(side).isEqualTo(50);
        }
    }

    @Test
    void arenaHard_mixedOrUnknown_isRefused() {
        List<ArenaHardJudgment> mixed =
                List.of(verdict("a", 1, "A>B"), new ArenaHardJudgment("a", "n", "b", "j", 2, Optional.of("A>B")));
        assertThatThrownBy(() -> ArenaHardScore.of(mixed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("judgments must be of m against b by j, got n against b by j");
        assertThatThrownBy(() -> ArenaHardScore.of(List.of(verdict("a", 1, "A>>>B"))))
                .hasMessage("verdict must be one of A>>B, A>B, A=B, B>A, B>>A, got A>>>B");
        assertThatThrownBy(() -> ArenaHardScore.of(List.of(verdict("a", 1, "A>B"))))
                .hasMessage(
                        "judgments must have verdicts on both games of a question, got none and 1 questions without");
    }

    @Test
    void paper_tableFour_hasItsIntervals() {
        List<AlignmentResult> paper = AlignmentResult.paper();
        assertThat(paper).hasSize(11);
        AlignmentResult two = paper.get(8);
        assertThat(two.model()).isEqualTo("SteerLM 2 iter. 2 w. DA");
        assertThat(two.measured()).containsOnlyKeys(AlignmentMetric.values());
        assertThat(two.by(AlignmentMetric.MT_BENCH)).contains(Estimate.of(8.28));
        Estimate arena = two.by(AlignmentMetric.ARENA_HARD).orElseThrow();
        assertThat(arena.value()).isEqualTo(39.1);
        assertThat(arena.low()).isCloseTo(36.9, within(1e-9));
        assertThat(arena.high()).isCloseTo(41.5, within(1e-9));
        Estimate lc = two.by(AlignmentMetric.ALPACA_EVAL_LC).orElseThrow();
        assertThat(lc.low()).isCloseTo(29.93 - 1.96 * 1.35, within(1e-4));
    }
}
