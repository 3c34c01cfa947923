package helpsteer.bench.rewardbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.bench.rewardbench.RewardBench2Result.Scored;
import helpsteer.data.benchmark.BestOfN;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.run.Seed;
import helpsteer.stats.BenchGolden;
import helpsteer.stats.Estimate;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the functions of allenai/reward-bench, run on made-up scores. */
class RewardBench2ResultTest {
    private static final Seed SEED = new Seed(1);

    private static RewardBench2Result model(JsonNode golden) {
        List<Scored> rows = new ArrayList<>();
        for (JsonNode row : golden.get("rows")) {
            List<Double> scores = new ArrayList<>();
            row.get("scores").forEach(s -> scores.add(s.asDouble()));
            rows.add(new Scored(
                    row.get("id").asText(),
                    Domain.of(row.get("subset").asText()),
                    row.get("num_correct").asInt(),
                    scores));
        }
        return new RewardBench2Result(golden.get("model").asText(), rows);
    }

    private static Scored tie(String id, int correct, Double... scores) {
        return new Scored(id, Domain.TIES, correct, List.of(scores));
    }

    @Test
    void credit_golden_equalsTheScorer() {
        for (JsonNode golden : BenchGolden.json("rewardbench2").get("models")) {
            List<Double> credits = model(golden).rows().stream()
                    .filter(r -> r.domain() != Domain.TIES)
                    .map(Scored::credit)
                    .toList();
            assertThat(credits).hasSize(60);
            for (int i = 0; i < credits.size(); i++) {
                assertThat(credits.get(i))
                        .isEqualTo(golden.get("credits").get(i).asDouble());
            }
        }
    }

    @Test
    void domainsTiesAndOverall_golden_equalTheScorer() {
        for (JsonNode golden : BenchGolden.json("rewardbench2").get("models")) {
            RewardBench2Result model = model(golden);
            List<Estimate> domains = EnumSet.complementOf(EnumSet.of(Domain.TIES)).stream()
                    .map(d -> model.domain(d, SEED))
                    .toList();
            assertThat(domains).hasSize(5);
            for (int d = 0; d < 5; d++) {
                Estimate domain = domains.get(d);
                assertThat(domain.value())
                        .isCloseTo(golden.get("domains").get(d).asDouble(), within(1e-12));
                assertThat(domain.interval().contains(domain.value())).isTrue();
            }
            assertThat(model.ties().value()).isCloseTo(golden.get("ties").asDouble(), within(1e-12));
            Estimate overall = model.overall(SEED);
            assertThat(overall.value()).isCloseTo(golden.get("overall").asDouble(), within(1e-12));
            assertThat(overall.interval().contains(overall.value())).isTrue();
        }
    }

    /** The release 0.1.4 differs where right answers score alike, and there by less than 0.01. */
    @Test
    void ties_releasedVersion_differsByThePublishedTermOnly() {
        int different = 0;
        for (JsonNode golden : BenchGolden.json("rewardbench2").get("models")) {
            double gap = model(golden).ties().value() - golden.get("ties_0_1_4").asDouble();
            different += Math.abs(gap) > 1e-12 ? 1 : 0;
            assertThat(gap).isBetween(-0.01, 0.01);
        }
        assertThat(different).isEqualTo(1);
    }

    @Test
    void credit_sharedBest_isItsShare() {
        assertThat(new Scored("1", Domain.MATH, 1, List.of(2.0, 2.0, 1.0, 2.0)).credit())
                .isEqualTo(1.0 / 3);
        assertThat(new Scored("1", Domain.MATH, 1, List.of(0.0, -0.0, -1.0, -1.0)).credit())
                .isEqualTo(0.5);
        assertThat(new Scored("1", Domain.MATH, 1, List.of(2.0, 2.5, 1.0, 2.0)).credit())
                .isZero();
        assertThat(new Scored("1", Domain.MATH, 1, List.of(2.0, -2.5, 1.0, 0.0)).credit())
                .isEqualTo(1);
    }

    /** One prompt: ref gap 1, tied gap 2 and spread 1.5. Both accurate, 2 > 1.5, min(1, 2) < 1.5, tanh(1/1.5 - 1). */
    @Test
    void ties_onePrompt_byHand() {
        TiesScore ties = TiesScore.of(List.of(tie("ref:3", 1, 3.0, 2.0, 1.0), tie("tied:3", 2, 5.5, 4.0, 2.0, 1.0)));
        assertThat(ties.value()).isCloseTo(0.3 + 0.3 + 0.2 + 0 + 0.01 * Math.tanh(1 / 1.5 - 1), within(1e-15));
    }

    @Test
    void ties_equalRightAnswers_marginIsWholeOrZero() {
        TiesScore above = TiesScore.of(List.of(tie("ref:1", 1, 1.0, 0.0), tie("tied:1", 2, 1.0, 1.0, 0.0)));
        assertThat(above.value()).isCloseTo(1.01, within(1e-15));
        TiesScore alike = TiesScore.of(List.of(tie("ref:1", 1, 0.0, 0.0), tie("tied:1", 2, 0.0, 0.0, 0.0)));
        assertThat(alike.value()).isZero();
    }

    /** A ref without its partner counts for accuracy only: refs 1 of 2, tied 1 of 1. */
    @Test
    void ties_rowWithoutPartner_countsForAccuracyOnly() {
        TiesScore ties = TiesScore.of(
                List.of(tie("ref:1", 1, 1.0, 0.0), tie("tied:1", 2, 1.0, 1.0, 0.0), tie("ref:2", 1, 0.0, 1.0)));
        assertThat(ties.value()).isCloseTo(0.3 + 0.15 + 0.2 + 0.2 + 0.01, within(1e-12));
    }

    @Test
    void domain_allOrNothing_hasWilsonsInterval() {
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(new Scored("" + i, Domain.FOCUS, 1, List.of(i < 7 ? 1.0 : -1.0, 0.0, 0.0, 0.0)));
        }
        Estimate estimate = new RewardBench2Result("m", rows).domain(Domain.FOCUS, SEED);
        assertThat(estimate.value()).isCloseTo(0.7, within(1e-15));
        assertThat(estimate.interval().low()).isCloseTo(Wilson.of(7, 10).low(), within(1e-12));
        assertThat(estimate.interval().high()).isCloseTo(Wilson.of(7, 10).high(), within(1e-12));
    }

    @Test
    void estimate_sameSeed_givesTheSameBits() {
        RewardBench2Result model =
                model(BenchGolden.json("rewardbench2").get("models").get(0));
        assertThat(model.ties().estimate(SEED)).isEqualTo(model.ties().estimate(SEED));
        assertThat(model.domain(Domain.TIES, SEED).interval().high()
                        - model.domain(Domain.TIES, SEED).interval().low())
                .isBetween(0.05, 0.9);
    }

    /** A scorer that prefers short texts, on the project's own rows. */
    @Test
    void of_sample_takesEveryCompletionInOrder() {
        List<BestOfN> rows = RewardBenchFile.v2(DataHome.sample());
        assertThat(rows).hasSize(12);
        RewardBench2Result model = RewardBench2Result.of(
                "short",
                rows,
                exchanges -> exchanges.stream()
                        .map(e -> new AttributeScores(-e.response().length(), 0, 0, 0, 0))
                        .toList(),
                AttributeWeights.HELPFULNESS_ONLY);
        assertThat(model.rows(Domain.TIES)).extracting(r -> r.scores().size()).containsExactly(4, 7);
        Scored first = model.rows().get(0);
        assertThat(first.scores().get(0)).isEqualTo(-rows.get(0).chosen().get(0).length());
        assertThat(first.scores().get(3))
                .isEqualTo(-rows.get(0).rejected().get(2).length());
        assertThat(model.chance(Domain.MATH)).hasValue(0.25);
        assertThat(model.chance(Domain.TIES)).isEmpty();
    }

    @Test
    void rows_bad_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scored("4", Domain.MATH, 2, List.of(1.0, 1.0, 0.0)))
                .withMessage("correct of Math/4 must be 1 outside Ties, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scored("4", Domain.MATH, 1, List.of(1.0)))
                .withMessage("correct of Math/4 must be in 1..0, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scored("4", Domain.MATH, 1, List.of(1.0, Double.NaN)))
                .withMessage("scores of Math/4 must be finite, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiesScore.of(List.of(tie("4", 1, 1.0, 0.0))))
                .withMessage("id in Ties must be ref:k or tied:k, got 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiesScore.of(List.of(tie("tied:4", 1, 1.0, 0.0))))
                .withMessage("correct of Ties/tied:4 must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiesScore.of(List.of(tie("ref:4", 2, 1.0, 1.0, 0.0))))
                .withMessage("correct of Ties/ref:4 must be 1, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiesScore.of(List.of(tie("ref:4", 1, 1.0, 0.0))))
                .withMessage("Ties must hold a prompt with both its rows, ref:k and tied:k, got none among 1");
        RewardBench2Result one =
                new RewardBench2Result("m", List.of(new Scored("1", Domain.MATH, 1, List.of(1.0, 0.0))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.overall(SEED))
                .withMessage("every domain must have rows, got none of Factuality");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RewardBench2Result("m", List.of()))
                .withMessage("rows must not be empty, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RewardBench2Result(
                        "m", List.of(one.rows().get(0), one.rows().get(0))))
                .withMessage("rows must be unique, got Math/1 twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Domain.of("Chat"))
                .withMessage("subset must be one of RewardBench 2's 6, got Chat");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RewardBench2Result.of(
                        "m", RewardBenchFile.v2(DataHome.sample()), List.of(), AttributeWeights.HELPFULNESS_ONLY))
                .withMessage("scores must be one list for each row, got 0 for 12 rows");
        List<BestOfN> first = RewardBenchFile.v2(DataHome.sample()).subList(0, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> RewardBench2Result.of("m", first, List.of(List.of()), AttributeWeights.HELPFULNESS_ONLY))
                .withMessage("scores of " + first.get(0).id() + " must be one for each completion, 4, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiesScore.of(List.of(tie("ref:1", 1, 1.0, 0.0), tie("tied:1", 2, 1.0, 1.0, 0.0)))
                        .estimate(SEED))
                .withMessage("Ties must hold at least 2 prompts for an interval, got 1");
    }
}
