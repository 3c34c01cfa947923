package helpsteer.report.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.report.Rendered;
import helpsteer.report.Screen;
import helpsteer.stats.Numbers;
import helpsteer.train.metrics.TrainingResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(-5 * SECOND); // a clock may well be negative
    private final List<String> shown = new ArrayList<>();
    private final Map<String, Rendered> places = new LinkedHashMap<>();
    private final Screen before = Screen.current();

    @BeforeEach
    void watchTheScreen() {
        Screen.install((id, what) -> {
            shown.add(what.plain());
            places.put(id, what);
        });
    }

    @AfterEach
    void giveTheScreenBack() {
        Screen.install(before);
    }

    private void pass(double seconds) {
        clock.addAndGet((long) (seconds * SECOND));
    }

    @Test
    void secondsLeft_aQuarterInTenSeconds_isThirty() {
        ProgressState state = new ProgressState("training", 25, 100, 0, 10 * SECOND, "");

        assertThat(state.rate()).isEqualTo(2.5);
        assertThat(state.secondsLeft()).isEqualTo(30);
        assertThat(state.text()).isEqualTo("training  ██████░░░░░░░░░░░░░░░░░░  25 %  25 of 100  2.5/s  0:30 left");
    }

    @Test
    void secondsLeft_resumed_countsOnlyWhatThisRunDid() {
        // by hand: 50 units in 10 s is 5 a second, so the last 50 need 10 s
        ProgressState state = new ProgressState("training", 950, 1000, 900, 10 * SECOND, "");

        assertThat(state.secondsLeft()).isEqualTo(10);
    }

    @Test
    void text_slowTask_givesTheRateAMinute() {
        assertThat(new ProgressState("fold", 1, 5, 0, 20 * SECOND, "loss 0.61").text())
                .isEqualTo("fold  ████░░░░░░░░░░░░░░░░░░░░  20 %  1 of 5  3/min  1:20 left  loss 0.61");
    }

    @Test
    void text_unknownTotal_hasNoBarAndNoEnd() {
        ProgressState state = new ProgressState("reading", 1500, -1, 0, 3 * SECOND, "");

        assertThat(state.text()).isEqualTo("reading  1,500  500/s  0:03");
        assertThat(state.share()).isNaN();
    }

    @Test
    void text_complete_givesTheTimeItTook() {
        assertThat(new ProgressState("scoring", 10, 10, 0, 62 * SECOND, "").text())
                .isEqualTo("scoring  ████████████████████████ 100 %  10 of 10  9.68/min  1:02");
    }

    @Test
    void text_nearlyComplete_doesNotClaimAHundredPercent() {
        assertThat(new ProgressState("t", 999, 1000, 0, SECOND, "").text()).contains(" 99 %");
    }

    @Test
    void share_emptyTask_isComplete() {
        assertThat(new ProgressState("t", 0, 0, 0, 0, "").share()).isCloseTo(1, within(0.0));
    }

    @Test
    void duration_secondsMinutesHours_readLikeAClock() {
        assertThat(Numbers.duration(0)).isEqualTo("0:00");
        assertThat(Numbers.duration(6.2)).isEqualTo("0:07");
        assertThat(Numbers.duration(59.5)).isEqualTo("1:00");
        assertThat(Numbers.duration(3723)).isEqualTo("1:02:03");
    }

    @Test
    void html_taskWithMarkup_isEscaped() {
        assertThat(new ProgressState("<b>", 1, 2, 0, SECOND, "a&b").html())
                .contains("&lt;b&gt;", "a&amp;b", "width:50.0%");
    }

    @Test
    void live_manyUpdates_showsTenASecondInOnePlace() {
        LiveProgress progress = new LiveProgress(clock::get);

        for (int i = 0; i < 1000; i++) { // one second, a millisecond apart
            progress.update("training", i, 2000, "");
            pass(0.001);
        }

        assertThat(shown).hasSize(10);
        assertThat(places).hasSize(1);
    }

    @Test
    void live_lastUpdate_isShownWhateverTheThrottle() {
        LiveProgress progress = new LiveProgress(clock::get);

        progress.update("training", 1, 3, "");
        progress.update("training", 2, 3, "");
        progress.update("training", 3, 3, "done");

        assertThat(shown).hasSize(2);
        assertThat(shown.get(1)).endsWith("done");
    }

    @Test
    void live_finish_showsWhatTheThrottleHeldBackOnce() {
        LiveProgress progress = new LiveProgress(clock::get);

        progress.update("reading", 1, -1, "");
        progress.update("reading", 2, -1, "");
        progress.finish();
        progress.finish();

        assertThat(shown).containsExactly("reading  1  0:00", "reading  2  0:00");
    }

    @Test
    void live_nextTask_startsTheClockAgainInTheSamePlace() {
        LiveProgress progress = new LiveProgress(clock::get);

        progress.update("reading", 0, 10, "");
        pass(100);
        progress.update("training", 0, 10, "");
        pass(1);
        progress.update("training", 5, 10, "");

        assertThat(shown.get(2)).contains("5/s  0:01 left");
        assertThat(places).hasSize(1);
    }

    @Test
    void terminal_console_writesOverTheLineAndEndsIt() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TerminalProgress progress =
                new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, clock::get);

        progress.update("t", 1, 2, "a long note");
        pass(1);
        progress.update("t", 2, 2, "");

        String[] written = bytes.toString(StandardCharsets.UTF_8).split("\r", -1);
        assertThat(written).hasSize(3);
        assertThat(written[2].stripTrailing()).endsWith("2 of 2  1/s  0:01");
        assertThat(written[2]).hasSizeGreaterThanOrEqualTo(written[1].length()).endsWith(System.lineSeparator());
    }

    @Test
    void terminal_file_writesALineEveryFiveSeconds() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TerminalProgress progress =
                new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, clock::get);

        for (int i = 0; i <= 12; i++) {
            progress.update("t", i, 100, "");
            pass(1);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\r").hasLineCount(3);
    }

    @Test
    void curve_manySteps_isDrawnAtMostOnceASecondAndAtTheEnd() {
        LiveCurve curve = new LiveCurve("id", "Loss falls", 0, clock::get);

        for (int i = 0; i < 50; i++) { // two and a half seconds
            curve.add(i, 1.0 / (i + 1));
            pass(0.05);
        }
        curve.addValidation(50, 0.2);
        int during = shown.size();
        curve.finish();

        assertThat(during).isEqualTo(3);
        assertThat(shown).hasSize(4).allMatch("[chart] Loss falls"::equals);
        assertThat(places).hasSize(1);
    }

    @Test
    void curve_looksWithMetrics_drawsThemBelow() {
        LiveCurve curve = new LiveCurve("id", "Loss falls", 0, clock::get);
        curve.add(1, 1);
        curve.addValidation(1, 0.5);
        int height = curve.figure().height();
        curve.validation(new TrainingResult.Validation(2, 0.4, Map.of("accuracy", 0.5)));
        assertThat(curve.figure().height()).isGreaterThanOrEqualTo(2 * height);
        assertThat(curve.figure().title()).isEqualTo("Loss falls");
    }

    @Test
    void throttle_rest_keepsItClosedLonger() {
        Throttle throttle = new Throttle(clock::get, 1000);

        assertThat(throttle.open()).isTrue();
        throttle.rest(3 * SECOND);
        pass(2.9);
        assertThat(throttle.open()).isFalse();
        pass(0.1);
        assertThat(throttle.open()).isTrue();
    }
}
