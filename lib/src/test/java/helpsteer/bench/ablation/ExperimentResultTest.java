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

/** What results add up to, from scores made by hand. */
class ExperimentResultTest {
    /** Twelve pairs whose first response is better by one, and one tie. */
    private static final List<RatedPair> VALIDATION = validation();

    private static final List<BenchmarkPair> BENCH = Fixtures.bench();
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
    private static RunResult result(Variant variant, long seed, int validationWins, Set<Integer> benchWins) {
        List<AttributeScores> scores = new ArrayList<>();
        for (int i = 0; i < TEXTS / 2; i++) {
            boolean win = i < 13 ? i < validationWins : benchWins.contains(i - 13);
            scores.add(new AttributeScores(win ? 3 : 1, 0, 0, 0, 0));
            scores.add(new AttributeScores(2, 0, 0, 0, 0));
        }
        RunResult.Run run = new RunResult.Run(variant.settings(), seed, 10 * seed);
        return new RunResult(variant.name(), "seed-" + seed, run, TrainingFacts.untrained(20), scores);
    }

    private static Variant variant(String name, String reference) {
        return Fixtures.variant(name, reference, Fixtures.calls(), t -> 0);
    }

    private static Experiment experiment(Variant... variants) {
        return Fixtures.seeds(2, VALIDATION, BENCH, variants);
    }

    private static final Variant BASE = variant("base", "");
    private static final Variant BETTER = variant("better", "base");
    private static final Variant ALIKE = variant("alike", "base");

    @Test
    void of_threeVariants_byHand() {
        Experiment three = experiment(BASE, BETTER, ALIKE);
        List<Experiment.Missing> missing = List.of(new Experiment.Missing("oasst", Group.DATA, "needs a file"));
        Experiment experiment = new Experiment(three.setup(), three.variants(), missing, three.parts());
        ExperimentResult result = ExperimentResult.of(
                experiment,
                List.of(
                        result(BASE, 1, 2, Set.of(0, 2, 4)),
                        result(BASE, 2, 2, Set.of(0, 2, 4)),
                        result(BETTER, 1, 12, Set.of(0, 1, 2, 4)),
                        result(BETTER, 2, 12, Set.of(0, 1, 2, 4)),
                        result(ALIKE, 1, 2, Set.of(0, 2, 6)),
                        result(ALIKE, 2, 2, Set.of(0, 2, 4))));
        assertThat(result.missing()).isEqualTo(missing);
        ExperimentResult.Row base = result.rows().get(0);
        assertThat(base.variant()).isEqualTo(BASE);
        assertThat(base.seconds()).isEqualTo(15);
        assertThat(base.score(Metric.VALIDATION).accuracy().estimate()).isCloseTo(2 / 12.0, within(1e-15));
        // half of each section but Reasoning, of which nothing
        assertThat(base.score(Metric.BENCH).accuracy().estimate()).isCloseTo(3 / 8.0, within(1e-15));
        assertThat(base.score(Metric.BENCH).differences()).isEmpty();
        ExperimentResult.Difference validation =
                result.rows().get(1).score(Metric.VALIDATION).differences().get(0);
        assertThat(validation.mean().estimate()).isCloseTo(10 / 12.0, within(1e-15));
        // ten differences of 1 and two of 0, the same in both seeds: sd² = 10/12 · 2/12 · 12/11
        assertThat(validation.mean().standardError()).isCloseTo(Math.sqrt(20 / 144.0 / 11), within(1e-15));
        assertThat(validation.corrected()).isCloseTo(4 * validation.mean().pValue(), within(1e-15));
        assertThat(validation.differs()).isTrue();
        ExperimentResult.Difference alike =
                result.rows().get(2).score(Metric.BENCH).differences().get(0);
        // one seed wins a pair of Reasoning and loses one of Safety
        assertThat(alike.mean().estimate()).isCloseTo(0, within(1e-15));
        assertThat(alike.corrected()).isEqualTo(1);
        assertThat(alike.differs()).isFalse();
    }

    @Test
    void of_seedsThatOneVariantLacks_comparesThoseInCommon() {
        Experiment experiment = experiment(BASE, BETTER);
        List<RunResult> results =
                List.of(result(BASE, 1, 2, Set.of()), result(BASE, 2, 12, Set.of()), result(BETTER, 2, 12, Set.of()));
        ExperimentResult result = ExperimentResult.of(experiment, results);
        ExperimentResult.Difference difference =
                result.rows().get(1).score(Metric.VALIDATION).differences().get(0);
        assertThat(difference.mean().estimate()).isZero();
        assertThat(difference.mean().repetitions()).isEqualTo(1);
        ExperimentResult alone = ExperimentResult.of(experiment, List.of(result(BETTER, 2, 12, Set.of())));
        assertThat(alone.rows().get(0).score(Metric.VALIDATION).differences()).isEmpty();
        assertThatThrownBy(() -> ExperimentResult.of(experiment, List.of(result(ALIKE, 1, 1, Set.of()))))
                .hasMessage("results must be of the experiment's variants and parts, got one of alike, seed-1");
    }

    @Test
    void of_ratedAttributes_haveFits_othersNone() {
        Experiment experiment = experiment(BASE);
        ExperimentResult.Row row = ExperimentResult.of(experiment, List.of(result(BASE, 1, 12, Set.of())))
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
        double[] wins = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
        // math-prm weighs 984 beside hep-java's 164, and Reasoning a quarter
        assertThat(Metric.BENCH.mean(rows, new double[][] {wins}).estimate())
                .isCloseTo(984 / 1148.0 / 4, within(1e-15));
        assertThatThrownBy(() -> Metric.BENCH.mean(BENCH.subList(0, 4), new double[][] {{1, 0, 1, 0}}))
                .hasMessage("every section must have pairs, got none of Safety");
    }

    @Test
    void goodness_ofSomeAttributes_keepsTheirWeights() {
        EnumSet<Attribute> some = EnumSet.of(Attribute.CORRECTNESS, Attribute.VERBOSITY);
        assertThat(Variant.restricted(AttributeWeights.LLAMA3_70B, some))
                .isEqualTo(new AttributeWeights(0, 0.8, 0, 0, -0.4));
        assertThat(Variant.comparison("bt", Group.LOSSES, List.of("base"), BASE.recipe())
                        .weights())
                .isEqualTo(AttributeWeights.HELPFULNESS_ONLY);
        assertThat(Map.of(Metric.BENCH, Metric.BENCH.title())).containsValue("RewardBench overall");
    }
}
