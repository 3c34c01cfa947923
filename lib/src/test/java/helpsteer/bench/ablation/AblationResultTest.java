package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What cells add up to, from scores made by hand. */
class AblationResultTest {
    /** Twelve pairs whose first response is better by one, and one tie. */
    private static final List<RatedPair> VALIDATION = validation();

    private static final List<BenchmarkPair> BENCH = Fixtures.bench();
    private static final AblationData DATA = Fixtures.judged(VALIDATION, BENCH);
    private static final int TEXTS = 2 * (13 + 8);

    private static List<RatedPair> validation() {
        List<RatedPair> out = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            Prompt prompt = Prompt.ofUser("prompt " + i);
            out.add(new RatedPair(
                    new RatedResponse(prompt, "a", new Ratings(i == 12 ? 2 : 3, 1, 2, 3, 4)),
                    new RatedResponse(prompt, "b", new Ratings(2, 1, 2, 3, 4))));
        }
        return out;
    }

    /** Scores that win the first of the validation pairs, and those of RewardBench that are named. */
    private static Cell cell(Arm arm, long seed, int validationWins, Set<Integer> benchWins) {
        List<AttributeScores> scores = new ArrayList<>();
        for (int i = 0; i < TEXTS / 2; i++) {
            boolean win = i < 13 ? i < validationWins : benchWins.contains(i - 13);
            scores.add(new AttributeScores(win ? 3 : 1, 0, 0, 0, 0));
            scores.add(new AttributeScores(2, 0, 0, 0, 0));
        }
        return new Cell(arm.name(), seed, arm.recipe(), 10 * seed, Facts.untrained(20), scores);
    }

    private static Arm arm(String name, String reference) {
        return Fixtures.arm(name, reference, Fixtures.calls(), t -> 0);
    }

    private static final Arm BASE = arm("base", "");
    private static final Arm BETTER = arm("better", "base");
    private static final Arm ALIKE = arm("alike", "base");

    @Test
    void of_threeArms_byHand() {
        Plan plan =
                new Plan(List.of(BASE, BETTER, ALIKE), List.of(new Plan.Missing("oasst", Group.DATA, "needs a file")));
        AblationResult result = AblationResult.of(
                plan,
                DATA,
                List.of(
                        cell(BASE, 1, 2, Set.of(0, 2, 4)),
                        cell(BASE, 2, 2, Set.of(0, 2, 4)),
                        cell(BETTER, 1, 12, Set.of(0, 1, 2, 4)),
                        cell(BETTER, 2, 12, Set.of(0, 1, 2, 4)),
                        cell(ALIKE, 1, 2, Set.of(0, 2, 6)),
                        cell(ALIKE, 2, 2, Set.of(0, 2, 4))));
        assertThat(result.missing()).isEqualTo(plan.missing());
        AblationResult.Row base = result.rows().get(0);
        assertThat(base.arm()).isEqualTo(BASE);
        assertThat(base.seconds()).isEqualTo(15);
        assertThat(base.score(Measure.VALIDATION).accuracy().estimate()).isCloseTo(2 / 12.0, within(1e-15));
        // half of each section but Reasoning, of which nothing
        assertThat(base.score(Measure.BENCH).accuracy().estimate()).isCloseTo(3 / 8.0, within(1e-15));
        assertThat(base.score(Measure.BENCH).difference()).isEmpty();
        AblationResult.Difference validation =
                result.rows().get(1).score(Measure.VALIDATION).difference().orElseThrow();
        assertThat(validation.mean().estimate()).isCloseTo(10 / 12.0, within(1e-15));
        // ten differences of 1 and two of 0, the same in both seeds: sd² = 10/12 · 2/12 · 12/11
        assertThat(validation.mean().standardError()).isCloseTo(Math.sqrt(20 / 144.0 / 11), within(1e-15));
        assertThat(validation.corrected()).isCloseTo(4 * validation.mean().pValue(), within(1e-15));
        assertThat(validation.differs()).isTrue();
        AblationResult.Difference alike =
                result.rows().get(2).score(Measure.BENCH).difference().orElseThrow();
        // one seed wins a pair of Reasoning and loses one of Safety
        assertThat(alike.mean().estimate()).isCloseTo(0, within(1e-15));
        assertThat(alike.corrected()).isEqualTo(1);
        assertThat(alike.differs()).isFalse();
    }

    @Test
    void of_seedsThatOneArmLacks_comparesThoseInCommon() {
        Plan plan = new Plan(List.of(BASE, BETTER), List.of());
        List<Cell> cells =
                List.of(cell(BASE, 1, 2, Set.of()), cell(BASE, 2, 12, Set.of()), cell(BETTER, 2, 12, Set.of()));
        AblationResult result = AblationResult.of(plan, DATA, cells);
        AblationResult.Difference difference =
                result.rows().get(1).score(Measure.VALIDATION).difference().orElseThrow();
        assertThat(difference.mean().estimate()).isZero();
        assertThat(difference.mean().repetitions()).isEqualTo(1);
        AblationResult alone = AblationResult.of(plan, DATA, List.of(cell(BETTER, 2, 12, Set.of())));
        assertThat(alone.rows().get(0).score(Measure.VALIDATION).difference()).isEmpty();
        assertThatThrownBy(() -> AblationResult.of(plan, DATA, List.of(cell(ALIKE, 1, 1, Set.of()))))
                .hasMessage("cells must be of the plan's arms, got one of alike");
    }

    @Test
    void of_ratedAttributes_haveFits_othersNone() {
        Plan plan = new Plan(List.of(BASE), List.of());
        AblationResult.Row row = AblationResult.of(plan, DATA, List.of(cell(BASE, 1, 12, Set.of())))
                .rows()
                .get(0);
        // 3 and 2 are right for twelve pairs; the tie gets 1 and 2 where both are 2
        assertThat(row.fits()).containsOnlyKeys(Attribute.HELPFULNESS);
        assertThat(row.fits().get(Attribute.HELPFULNESS)).singleElement().satisfies(fit -> assertThat(fit.mse())
                .isCloseTo(1 / 26.0, within(1e-15)));
    }

    @Test
    void bench_weighsSubsetsAsTheOverallScoreDoes() {
        List<BenchmarkPair> rows = new ArrayList<>(BENCH);
        for (int i = 0; i < 2; i++) {
            rows.add(new BenchmarkPair(Subset.MATH_PRM.key(), "m" + i, Prompt.ofUser("sum " + i), "good", "bad"));
        }
        AblationData data = Fixtures.judged(VALIDATION, rows);
        double[] wins = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
        // math-prm weighs 984 beside hep-java's 164, and Reasoning a quarter
        assertThat(Measure.BENCH.mean(data, new double[][] {wins}).estimate())
                .isCloseTo(984 / 1148.0 / 4, within(1e-15));
        AblationData none = Fixtures.judged(VALIDATION, BENCH.subList(0, 4));
        assertThatThrownBy(() -> Measure.BENCH.mean(none, new double[][] {{1, 0, 1, 0}}))
                .hasMessage("every section must have pairs, got none of Safety");
    }

    @Test
    void goodness_ofSomeAttributes_keepsTheirWeights() {
        EnumSet<Attribute> some = EnumSet.of(Attribute.CORRECTNESS, Attribute.VERBOSITY);
        assertThat(Arm.restricted(AttributeWeights.LLAMA3_70B, some))
                .isEqualTo(new AttributeWeights(0, 0.8, 0, 0, -0.4));
        assertThat(Arm.comparison("bt", Group.LOSSES, "base", BASE.maker()).goodness())
                .isEqualTo(AttributeWeights.HELPFULNESS_ONLY);
        assertThat(Map.of(Measure.BENCH, Measure.BENCH.title())).containsValue("RewardBench overall");
    }
}
