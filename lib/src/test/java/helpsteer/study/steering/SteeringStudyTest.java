package helpsteer.study.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Attribute;
import helpsteer.run.Progress;
import helpsteer.simulation.raters.Raters;
import helpsteer.simulation.world.WorldSettings;
import helpsteer.weights.model.TinyDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain on a decoder that learns next to nothing. */
class SteeringStudyTest {
    static final SteeringSettings SETTINGS = new SteeringSettings(
            new SteeringSettings.Texts(
                    WorldSettings.standard(3).withMultiTurn(0).withTopics(1), Raters.defaults()),
            new SteeringSettings.Shape(new TinyDecoder(1, 2, 512), 800, 16),
            new SteeringSettings.Rows(40, 40, 40),
            new SteeringSettings.Asked(4, 4, 1, 4));

    @TempDir
    private Path folder = Path.of("");

    /** Interrupted while it trains, while it samples and while it is examined, it ends with the same numbers. */
    @Test
    void run_interruptedAndResumed_endsAsIfItHadNotBeen() {
        SteeringReport whole = new SteeringStudy(SETTINGS, folder.resolve("whole")).run(2, 2);
        assertThat(whole.policies())
                .extracting(SteeringReport.PolicyRow::policy)
                .containsExactlyInAnyOrder(
                        "world", "base", "sft", "steerlm", "steerlm2", "steerlm2-2", "dpo", "reinforce", "ppo");
        assertThat(whole.controls()).hasSize(3 * Attribute.COUNT);
        assertThat(whole.differences()).hasSize(2 * 8);
        assertThat(whole.judges()).extracting(JudgeQuality::judge).containsExactly("judge", "second judge");
        assertThat(whole.seconds()).containsKeys("base", "judge", "seed-1/steerlm2-2", "seed-2/examination");

        SteeringStudy cut = new SteeringStudy(SETTINGS, folder.resolve("cut"));
        for (String moment : List.of(
                "judge",
                "base training",
                "seed-1/steerlm2 sampling",
                "seed-1/ppo training",
                "seed-1/examination sampling")) {
            assertThatThrownBy(() -> Progress.during(new Moment(moment), () -> cut.run(1, 1)))
                    .as("%s", moment)
                    .isInstanceOf(CancellationException.class);
        }
        SteeringReport resumed = cut.run(2, 1);
        assertThat(resumed.repetitions()).isEqualTo(whole.repetitions());
        assertThat(resumed.policies()).isEqualTo(whole.policies());
        assertThat(resumed.differences()).isEqualTo(whole.differences());
        assertThat(resumed.controls()).isEqualTo(whole.controls());
        assertThat(resumed.judges()).isEqualTo(whole.judges());
    }

    /** Interrupts the thread that tells of a part, or of a task in it, for the first time. */
    private static final class Moment implements Progress {
        private final String wanted;
        private boolean interrupted;

        Moment(String wanted) {
            this.wanted = wanted;
        }

        @Override
        public void update(String task, long done, long total, String note) {
            if (!interrupted && note.replaceFirst(" -?[0-9]+ %$", "").equals(wanted)) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void run_noRepetition_isRefused() {
        assertThatThrownBy(() -> new SteeringStudy(SETTINGS, folder).run(0, 1))
                .hasMessage("repetitions must be at least 1, got 0");
    }

    @Test
    void settings_outOfRange_areRefused() {
        TinyDecoder decoder = new TinyDecoder(1, 1, 64);
        assertThatThrownBy(() -> new SteeringSettings.Shape(decoder, 261, 16))
                .hasMessage("vocabulary must be at least 262, got 261");
        assertThatThrownBy(() -> new SteeringSettings.Shape(decoder, 300, 33))
                .hasMessage("answer must be 8 to 32 tokens, half of what the decoder reads, got 33");
        assertThatThrownBy(() -> new SteeringSettings.Rows(20, 19, 20))
                .hasMessage("rows to learn must be at least 20 each, got 20, 19 and 20");
        assertThatThrownBy(() -> new SteeringSettings.Asked(4, 3, 1, 4))
                .hasMessage("prompts, samples and evaluated prompts must be at least 4 and rounds at least 1, got 4, 3,"
                        + " 4 and 1");
        SteeringSettings.Texts texts =
                new SteeringSettings.Texts(WorldSettings.standard(1).withTopics(99), Raters.defaults());
        assertThatThrownBy(() -> new SteeringWorld(
                        new SteeringSettings(texts, SETTINGS.shape(), SETTINGS.rows(), SETTINGS.asked())))
                .hasMessage("topics must be 1 to 9, got 99");
    }

    @Test
    void cached_otherSettings_isAnotherFolder() {
        assertThat(SteeringStudy.cached(SteeringSettings.usual(1)).folder())
                .isEqualTo(SteeringStudy.cached(SteeringSettings.usual(1)).folder())
                .isNotEqualTo(SteeringStudy.cached(SteeringSettings.usual(2)).folder())
                .isNotEqualTo(SteeringStudy.cached(SteeringSettings.brief(1)).folder());
    }
}
