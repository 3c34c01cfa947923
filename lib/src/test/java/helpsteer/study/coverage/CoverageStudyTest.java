package helpsteer.study.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.test.PairedTest;
import helpsteer.study.coverage.CoverageVerdict.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** The machinery, on means of normal numbers: their interval is exact, so that a study must pass it and no other. */
class CoverageStudyTest {
    private static final int N = 12;
    private static final CoverageStudy.Settings SETTINGS = new CoverageStudy.Settings(4000, 5, 2);

    private static double[] normal(SplittableRandom random, double shift) {
        double[] values = new double[N];
        for (int i = 0; i < N; i++) {
            values[i] = random.nextGaussian() + shift;
        }
        return values;
    }

    /** Student's interval, stretched about its middle and moved. */
    private static IntervalScenario student(String data, double stretch, double move) {
        return IntervalScenario.of(Setting.of("student", data, N), 0, random -> {
            Moments moments = Moments.of(normal(random, 0));
            Interval right = moments.meanInterval(0.95);
            double half = stretch * (right.high() - right.low()) / 2;
            return new Interval(moments.mean() + move - half, moments.mean() + move + half, 0.95);
        });
    }

    private static TestScenario t(String data, double shift) {
        return new TestScenario(
                Setting.of("t", data, N),
                random -> PairedTest.t(normal(random, shift), new double[N]).pValue(),
                random -> PairedTest.t(normal(random, 1), new double[N]).pValue());
    }

    private static IntervalResult coverage(IntervalScenario scenario) {
        return new CoverageStudy(List.of(scenario), List.of())
                .run(SETTINGS)
                .intervals()
                .get(0);
    }

    @Test
    void run_rightInterval_isAsItSays() {
        IntervalResult result = coverage(student("right", 1, 0));
        assertThat(result.coverage().value()).isBetween(0.925, 0.975);
        assertThat(result.verdict().decision()).isEqualTo(Decision.AS_IT_SAYS);
        assertThat(result.counts().total()).isEqualTo(4000);
        assertThat(result.counts().below()).isBetween(60, 140);
        assertThat(result.counts().above()).isBetween(60, 140);
        // 2 · t(11) · sd / √12, the mean of the sample's sd being 0.978
        assertThat(result.width()).isCloseTo(2 * 2.201 * 0.978 / Math.sqrt(12), within(0.03));
        assertThat(result.truth()).isEqualTo(new IntervalResult.Truth(0, 0));
    }

    /** Half as wide, it covers as often as t(11) lies within 1.1: 70.5 %. */
    @Test
    void run_intervalHalfAsWide_isFoundMiscovering() {
        IntervalResult result = coverage(student("half", 0.5, 0));
        assertThat(result.coverage().value()).isCloseTo(0.705, within(0.06));
        assertThat(result.verdict().decision()).isEqualTo(Decision.MISCOVERING);
    }

    @Test
    void run_intervalTwiceAsWide_isFoundMiscoveringUnlessKnownToBeConservative() {
        IntervalScenario wide = student("twice", 2, 0);
        assertThat(coverage(wide).verdict().decision()).isEqualTo(Decision.MISCOVERING);
        IntervalScenario known = new IntervalScenario(wide.setting().conservative("it is doubled"), wide.trial());
        assertThat(coverage(known).verdict().decision()).isEqualTo(Decision.CONSERVATIVE);
        IntervalScenario otherWay = new IntervalScenario(wide.setting().limit(0.9, "it is halved"), wide.trial());
        assertThat(coverage(otherWay).verdict().decision()).isEqualTo(Decision.MISCOVERING);
    }

    @Test
    void run_intervalMovedUp_missesOnOneSide() {
        IntervalResult result = coverage(student("moved", 1, 1));
        assertThat(result.counts().above()).isGreaterThan(500);
        assertThat(result.counts().below()).isLessThan(3);
        assertThat(result.verdict().decision()).isEqualTo(Decision.MISCOVERING);
        assertThat(movedAsDocumented(0.115)).isEqualTo(Decision.LIMIT); // by the noncentral t, as far as it is moved
        assertThat(movedAsDocumented(0.9)).isEqualTo(Decision.MISCOVERING); // a limit excuses no more than it says
    }

    private static Decision movedAsDocumented(double share) {
        IntervalScenario moved = student("moved", 1, 1);
        return coverage(new IntervalScenario(moved.setting().limit(share, "it is moved"), moved.trial()))
                .verdict()
                .decision();
    }

    @Test
    void run_twentySamples_showNothing() {
        CoverageReport report = new CoverageStudy(List.of(student("right", 1, 0)), List.of(t("no shift", 0)))
                .run(new CoverageStudy.Settings(20, 5, 1));
        assertThat(report.all(Decision.TOO_FEW_SAMPLES)).hasSize(2);
        assertThat(report.shown()).isFalse();
    }

    @Test
    void run_tests_toldByFalsePositivesAndPower() {
        CoverageReport report = new CoverageStudy(
                        List.of(student("half", 0.5, 0)), List.of(t("no shift", 0), t("shifted", 0.3)))
                .run(SETTINGS);
        TestResult right = report.tests().get(0);
        assertThat(right.falsePositives().value()).isBetween(0.025, 0.075);
        assertThat(right.power().value()).isBetween(0.8, 0.95); // 0.88 by the noncentral t
        assertThat(right.verdict().decision()).isEqualTo(Decision.AS_IT_SAYS);
        assertThat(report.tests().get(1).verdict().decision()).isEqualTo(Decision.MISCOVERING);
        assertThat(report.all(Decision.MISCOVERING))
                .extracting(judged -> judged.setting().data())
                .containsExactly("half", "shifted");
        assertThat(report.shown()).isFalse();
        assertThat(right.replications()).isEqualTo(4 * 4000);
    }

    @Test
    void run_anyNumberOfThreads_givesTheSameBytes() {
        CoverageStudy study =
                new CoverageStudy(List.of(student("a", 1, 0), student("b", 0.5, 0)), List.of(t("no shift", 0)));
        String one = Json.line(study.run(new CoverageStudy.Settings(200, 5, 1)));
        assertThat(Json.line(study.run(new CoverageStudy.Settings(200, 5, 3)))).isEqualTo(one);
        assertThat(Json.line(study.run(new CoverageStudy.Settings(200, 6, 1)))).isNotEqualTo(one);
    }

    @Test
    void run_samplesRefused_areCountedApart() {
        IntervalTrial sometimes = random -> {
            if (random.nextDouble() < 0.3) {
                throw new IllegalArgumentException("sample must vary");
            }
            return new IntervalTrial.Draw(new Interval(-1, 1, 0.95), 0);
        };
        IntervalResult result = coverage(IntervalScenario.of(Setting.of("sometimes", "any", 1), sometimes));
        assertThat(result.counts().refused()).isBetween(1080, 1320);
        assertThat(result.counts().total() + result.counts().refused()).isEqualTo(4000);
        assertThat(result.coverage().value()).isEqualTo(1);
    }

    @Test
    void run_allSamplesRefused_isAFaultOfTheScenario() {
        IntervalTrial never = random -> {
            throw new IllegalArgumentException("sample must vary");
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> coverage(IntervalScenario.of(Setting.of("never", "any", 1), never)))
                .withMessage("estimator must take some sample, got none of 4000 by never, any, n=1;"
                        + " its scenario is at fault");
    }

    @Test
    void run_anotherError_isThrown() {
        IntervalTrial broken = random -> {
            throw new IllegalStateException("broken");
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> coverage(IntervalScenario.of(Setting.of("broken", "any", 1), broken)))
                .withMessage("broken");
    }

    @Test
    void run_interrupted_stops() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> coverage(student("right", 1, 0)))
                .isInstanceOf(CancellationException.class)
                .hasMessage("study was interrupted; run it again");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void run_progress_tellsOfAllSamples() {
        List<String> told = new ArrayList<>();
        CoverageStudy study = new CoverageStudy(List.of(student("a", 1, 0)), List.of(t("no shift", 0)));
        Progress.during((task, done, total, note) -> told.add(task + " " + done + "/" + total + " " + note), () -> {
            study.run(new CoverageStudy.Settings(20, 5, 1));
            return 0;
        });
        assertThat(told)
                .contains("coverage 0/120 student, a, n=12", "coverage 20/120 t, no shift, n=12")
                .last()
                .isEqualTo("coverage 120/120 ");
    }

    @Test
    void only_word_choosesByEstimatorOrData() {
        CoverageStudy study =
                new CoverageStudy(List.of(student("a", 1, 0), student("b", 1, 0)), List.of(t("no shift", 0)));
        assertThat(study.only("STUDENT").size()).isEqualTo(2);
        assertThat(study.only("shift").size()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.only("wilson"))
                .withMessage("word must stand in the name of a scenario, got wilson; take one of [student, t]");
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoverageStudy.Settings(19, 1, 1))
                .withMessage("replications must be at least 20, got 19");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoverageStudy.Settings(20, 1, 0))
                .withMessage("threads must be at least 1, got 0");
    }

    @Test
    void replications_slowEstimators_getTheirPartButNoFewerThanTwenty() {
        Setting slow = Setting.of("a", "b", 1).slow(8);
        assertThat(slow.replications(2000)).isEqualTo(250);
        assertThat(slow.replications(100)).isEqualTo(20);
        assertThat(slow.replications(20)).isEqualTo(20);
    }
}
