package helpsteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.align.pipeline.AlignmentStage;
import helpsteer.generate.LanguageModel;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.ScoringModels;
import helpsteer.run.Seed;
import helpsteer.weights.model.TinyDecoder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a decoder from nothing and a tiny judge. */
class AlignTest {
    private static final HelpSteer DATA = HelpSteer.sample();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeModels() {
        new TinyDecoder(1, 1, 512).write(folder.resolve("tiny"), new Seed(1));
        ScoringModels.save(folder.resolve("judge"));
    }

    private Align tiny() {
        return Align.from(PretrainedDecoder.open(folder.resolve("tiny")))
                .atMost(44, 12)
                .samples(3)
                .maxTokens(320, 6)
                .seed(3);
    }

    @Test
    void in_allStages_leavesAPolicyAndFindsItAgain() {
        Path run = folder.resolve("run");
        try (RewardModels.Trained judge = RewardModels.open(folder.resolve("judge"))) {
            Align plan = tiny().sft(DATA).steerLm().steerLm2(judge).dpo();
            assertThat(plan.plan().stages())
                    .containsExactly(
                            AlignmentStage.SFT, AlignmentStage.STEERLM, AlignmentStage.STEERLM2, AlignmentStage.DPO);
            Align.Aligned first = plan.in(run);
            assertThat(first.interrupted()).isFalse();
            assertThat(first.result().wroteModel()).isTrue();
            assertThat(first.evaluation()).isPresent();
            assertThat(first.rendered().plain())
                    .contains("; the last policy is " + first.model())
                    .contains("Stages", "sft", "steerlm2", "dpo");
            Align.Aligned again = plan.in(run);
            assertThat(again.result().wroteModel()).isFalse();
            assertThat(again.evaluation()).isEqualTo(first.evaluation());
            try (LanguageModel policy = LanguageModel.open(first.model())) {
                assertThat(policy.decoder().parameters().names()).isNotEmpty();
            }
            Align other = plan.epochs(2);
            assertThatThrownBy(() -> other.in(run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("run must have the settings of 1-sft")
                    .hasMessageContaining("choose another folder");
        }
    }

    @Test
    void in_onlineStages_areRunAfterFineTuning() {
        try (RewardModels.Trained judge = RewardModels.open(folder.resolve("judge"))) {
            Align.Aligned done = tiny().sft(DATA).reinforce(judge).ppo(judge).in(folder.resolve("online"));
            assertThat(done.result().stages())
                    .extracting(AlignmentPipeline.Done::name)
                    .containsExactly("sft", "reinforce", "ppo");
            assertThat(done.interrupted()).isFalse();
        }
    }

    @Test
    void sft_firstRowsOfTheData_learnsNoMore() {
        assertThat(tiny().sft(DATA).plan().limits().rows()).isEqualTo(44);
        assertThat(tiny().sft(DATA.rows(20)).plan().limits().rows()).isEqualTo(20);
        assertThat(tiny().sft(DATA.rows(20)).atMost(44, 12).plan().limits().rows())
                .isEqualTo(20);
        assertThat(tiny().sft(DATA.rows(20)).atMost(10, 12).plan().limits().rows())
                .isEqualTo(10);
    }

    @Test
    void plan_withoutAJudge_hasNoEvaluation() {
        Align.Aligned done = tiny().sft(DATA).in(folder.resolve("sft"));
        assertThat(done.evaluation()).isEmpty();
        assertThat(done.notes()).isNotEmpty();
        assertThatThrownBy(() -> tiny().plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stages must be at least one, got none");
    }
}
