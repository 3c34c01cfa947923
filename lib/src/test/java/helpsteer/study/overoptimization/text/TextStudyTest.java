package helpsteer.study.overoptimization.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.bench.BestOfNCurve;
import helpsteer.data.Pair;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Json;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.BestOfN;
import helpsteer.text.PromptResponse;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextStudyTest {
    private static final OveroptimizationSettings SETTINGS =
            new OveroptimizationSettings(List.of(40, 200), 3, 4, 64, 6);

    /** How often hashed words come in a response: enough to tell some of gold, and no model. */
    private static final Vectors WORDS = new Vectors(
            Map.of("backbone", "hashed words"),
            texts -> texts.stream().map(TextStudyTest::words).toArray(float[][]::new));

    private static final OveroptimizationReport REPORT = new TextStudy(SETTINGS, WORDS).run(1);

    private static float[] words(PromptResponse text) {
        float[] out = new float[24];
        for (String word : text.response().toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            out[Math.floorMod(word.hashCode(), out.length)]++;
        }
        return out;
    }

    @Test
    void run_twoThreads_isTheSameToTheByte() {
        assertThat(Json.pretty(new TextStudy(SETTINGS, WORDS).run(2))).isEqualTo(Json.pretty(REPORT));
    }

    @Test
    void run_bestOfN_goesToAllResponsesWithABoundAsKl() {
        for (ProxyResult proxy : REPORT.proxies()) {
            assertThat(proxy.bestOfN().stream().map(BestOfN::n)).containsExactly(2, 4, 8, 16, 32, 64);
            for (BestOfN row : proxy.bestOfN()) {
                assertThat(row.kl()).isEmpty();
                assertThat(row.bound()).isEqualTo(BestOfNCurve.klBound(row.n()));
                assertThat(row.chosen().gold().value())
                        .isLessThanOrEqualTo(row.best().value());
            }
            assertThat(proxy.curves()).hasSize(1);
            assertThat(proxy.alternatives()).hasSize(3);
        }
    }

    @Test
    void run_proxyRewards_riseWithN() {
        CurveResult curve = REPORT.proxies().get(1).curves().get(0);
        for (int i = 1; i < curve.points().size(); i++) {
            assertThat(curve.points().get(i).proxy().value())
                    .isGreaterThan(curve.points().get(i - 1).proxy().value());
        }
    }

    /** Else repetitions would vary less than other pairs do, and intervals over them be too narrow. */
    @Test
    void draw_repetitions_shareNoPair() {
        TextPool pool = TextPool.of(SETTINGS, WORDS);
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int repetition = 0; repetition < 3; repetition++) {
            Pair.flat(pool.draw(200, repetition, new SplittableRandom(repetition)))
                    .forEach(vector -> assertThat(seen.add(vector)).isTrue());
        }
        assertThat(seen).hasSize(2 * 3 * 200);
    }

    @Test
    void run_settings_nameTheVectors() {
        assertThat(REPORT.settings()).containsEntry("backbone", "hashed words").containsEntry("pool of pairs", "600");
        assertThat(REPORT.world()).startsWith("simulated texts: 4 prompts, 64 responses to each");
    }

    @Test
    void new_badSettings_areRefused() {
        List<Integer> pairs = List.of(50);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OveroptimizationSettings(pairs, 1, 2, 512, 6))
                .withMessage("seeds must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextStudy(new OveroptimizationSettings(pairs, 2, 1, 512, 6), WORDS))
                .withMessage("prompts must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextStudy(new OveroptimizationSettings(pairs, 2, 2, 5000, 6), WORDS))
                .withMessage("responses must be in 16..4096, got 5000");
    }
}
