package helpsteer.study.overoptimization.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.run.Json;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.BestOfN;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiniteStudyTest {
    private static final OveroptimizationSettings SETTINGS =
            new OveroptimizationSettings(List.of(40, 2000), 4, 2, 512, 6);
    private static final OveroptimizationReport REPORT = new FiniteStudy(SETTINGS).run(1);

    @Test
    void run_twoThreads_isTheSameToTheByte() {
        assertThat(Json.pretty(new FiniteStudy(SETTINGS).run(2))).isEqualTo(Json.pretty(REPORT));
    }

    @Test
    void run_bestOfN_isBetweenTheReferenceAndTheBest() {
        for (ProxyResult proxy : REPORT.proxies()) {
            assertThat(proxy.bestOfN().stream().map(BestOfN::n))
                    .startsWith(1, 2, 4)
                    .endsWith(512, 1024);
            for (BestOfN row : proxy.bestOfN()) {
                assertThat(row.kl().orElseThrow().value()).isBetween(-1e-9, row.bound() + 1e-9);
                assertThat(row.chosen().gold().value())
                        .isLessThanOrEqualTo(row.best().value() + 1e-9);
            }
        }
    }

    /** More pairs make better proxies, with more gold far away. */
    @Test
    void run_morePairs_areBetterProxies() {
        ProxyResult few = REPORT.proxies().get(0);
        ProxyResult many = REPORT.proxies().get(1);
        assertThat(many.quality().correlation().value())
                .isGreaterThan(few.quality().correlation().value());
        assertThat(many.quality().beta().orElseThrow().value())
                .isLessThan(few.quality().beta().orElseThrow().value());
        assertThat(lastGold(many)).isGreaterThan(lastGold(few) + 0.3);
    }

    private static double lastGold(ProxyResult proxy) {
        CurveResult curve = proxy.curves().get(0);
        return curve.points().get(curve.points().size() - 1).gold().value();
    }

    @Test
    void run_curvesAndAlternatives_areAllThere() {
        ProxyResult proxy = REPORT.proxies().get(0);
        assertThat(proxy.curves().stream().map(CurveResult::optimizer))
                .containsExactly(
                        "best of n, one head",
                        "KL-regularised optimum, one head",
                        "REINFORCE, KL weight 0",
                        "PPO, KL weight 0");
        assertThat(proxy.alternatives()).hasSize(6 + 3 + 6);
        assertThat(proxy.alternatives())
                .allSatisfy(other -> assertThat(other.gains()).isNotEmpty());
        assertThat(proxy.curves().get(2).end()).isPresent();
        assertThat(proxy.curves().get(0).end()).isEmpty();
    }

    @Test
    void new_badSettings_areRefused() {
        List<Integer> pairs = List.of(50);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OveroptimizationSettings(pairs, 1, 2, 512, 6))
                .withMessage("seeds must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OveroptimizationSettings(pairs, 2, 0, 512, 6))
                .withMessage("prompts must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OveroptimizationSettings(pairs, 2, 1, 8, 6))
                .withMessage("responses must be at least 16, got 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FiniteStudy(new OveroptimizationSettings(pairs, 2, 1, 70_000, 6)))
                .withMessage("responses must be in 16..65536, got 70000");
    }
}
