package helpsteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.nn.Precision;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.training.TrainingSource;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardModelsTest {
    private static final HelpSteer DATA = HelpSteer.sample().rows(16);
    private static final RewardModels SHORT =
            RewardModels.miniLm().epochs(1).seed(7).maxTokens(32).batchSize(4);
    private static final String PROMPT = "What is the capital of France?";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void train_again_findsTheModelAndOpensAsASavedOne() {
        AttributeScores scores;
        Path saved;
        try (RewardModels.Trained model = DATA.train(SHORT, folder)) {
            scores = model.score(PROMPT, "Paris.");
            saved = model.folder();
            assertThat(model.name()).isEqualTo("MiniLM, regression");
            assertThat(model.interrupted()).isFalse();
            assertThat(model.training().orElseThrow().steps()).hasSize(3);
            assertThat(model.report().orElseThrow().fit()).containsOnlyKeys(Attribute.values());
            assertThat(model.reward(PROMPT, "Paris.")).isCloseTo(scores.helpfulness(), within(1e-12));
            assertThat(model.rendered().plain())
                    .startsWith("MiniLM, regression: 16 of ")
                    .contains("FINISHED after 3 steps")
                    .contains("On the validation rows")
                    .contains("helpfulness");
        }
        try (RewardModels.Trained found = DATA.train(SHORT, folder);
                RewardModels.Trained opened = RewardModels.open(saved);
                RewardModels.Trained byRun = RewardModels.open(folder)) {
            for (RewardModels.Trained each : List.of(found, opened, byRun)) {
                assertThat(each.score(PROMPT, "Paris.")).isEqualTo(scores);
            }
            assertThat(opened.training()).isEmpty();
            assertThat(opened).hasToString("model, opened from " + saved);
            assertThat(opened.rendered().plain()).isEqualTo(opened.toString());
        }
        assertThatThrownBy(() -> DATA.train(SHORT.epochs(2), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("run must have the settings of ")
                .hasMessageContaining("epochs: 1 → 2");
    }

    @Test
    void train_stopped_goesOnWithTheSameCall() {
        TrainingListener stopping = new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                if (record.step() == 1) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Path cut = folder.resolve("cut");
        try (RewardModels.Trained stopped = TrainingListener.during(stopping, () -> DATA.train(SHORT, cut))) {
            assertThat(stopped.interrupted()).isTrue();
            assertThat(stopped.report()).isEmpty();
            assertThat(stopped.toString()).endsWith("; stopped, and the same call goes on");
        }
        try (RewardModels.Trained whole = DATA.train(SHORT, folder.resolve("whole"));
                RewardModels.Trained on = DATA.train(SHORT, cut)) {
            assertThat(on.interrupted()).isFalse();
            assertThat(on.training().orElseThrow().losses())
                    .isEqualTo(whole.training().orElseThrow().losses());
            assertThat(on.score(PROMPT, "Paris.")).isEqualTo(whole.score(PROMPT, "Paris."));
        }
    }

    @Test
    void train_comparisons_learnPairs() {
        RewardModels spec = SHORT.loss(BradleyTerry.SCALED).pairs(TrainingSource.PREFERENCES);
        try (RewardModels.Trained model = HelpSteer.sample().rows(24).train(spec, folder)) {
            assertThat(model.name()).isEqualTo("MiniLM, scaled");
            assertThat(model.report().orElseThrow().fit()).isEqualTo(Map.of());
            assertThat(model.rendered().plain())
                    .contains(" pairs out of kept ")
                    .contains("pairs of unequal helpfulness: ");
        }
    }

    @Test
    void lora_ofAnEncoder_isRefused() {
        assertThatThrownBy(() -> RewardModels.miniLm().lora(16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lora must be of a decoder, got rank 16 of MiniLM; begin with RewardModels.smolLm2(), or"
                        + " leave it out");
        assertThatThrownBy(() -> RewardModels.miniLm().precision(Precision.BFLOAT16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("precision must be of a decoder, got ");
        assertThatThrownBy(() -> RewardModels.smolLm2().lora(4).learner())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("learner must be an encoder by regression, got SmolLM2, regression; begin with"
                        + " RewardModels.miniLm()");
    }
}
