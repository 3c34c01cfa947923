package helpsteer.align.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.PolicyFormat;
import helpsteer.align.PolicyReading;
import helpsteer.align.PolicySampler;
import helpsteer.data.fetch.DataHome;
import helpsteer.nn.decoder.Decoder;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlignmentPlanTest {
    private static final AlignmentPlan.Limits ALL = new AlignmentPlan.Limits(Integer.MAX_VALUE, 32);

    private static AlignmentPlan plan(AlignmentStage... stages) {
        return new AlignmentPlan(
                List.of(stages),
                ALL,
                PolicySampler.paper(128),
                new PolicyReading(PolicyFormat.OWN, 512, Decoder.Options.defaults()),
                TrainingArgs.constant(1, 16, 0.5, 0, new Seed(1)));
    }

    @Test
    void names_kindsThatComeAgain_areNumberedAndDrawOtherNumbers() {
        AlignmentPlan plan =
                plan(AlignmentStage.SFT, AlignmentStage.STEERLM2, AlignmentStage.STEERLM2, AlignmentStage.DPO);
        assertThat(plan.names()).containsExactly("sft", "steerlm2", "steerlm2-2", "dpo");
        assertThat(plan.tuning(0)).isEqualTo(TrainingArgs.constant(1, 16, 0.5, 0, new Seed(1)));
        assertThat(plan.tuning(2)).isEqualTo(TrainingArgs.constant(2, 4, 0.25, 0, new Seed(3)));
        assertThat(plan.tuning(3)).isEqualTo(TrainingArgs.constant(2, 4, 0.25, 0.1, new Seed(4)));
        assertThat(plan(AlignmentStage.PPO).tuning(0)).isEqualTo(TrainingArgs.constant(1, 16, 0.05, 0, new Seed(1)));
    }

    @Test
    void plan_stagesThatCannotFollow_areRefused() {
        assertThatThrownBy(AlignmentPlanTest::plan).hasMessage("stages must be at least one, got none");
        assertThatThrownBy(() -> plan(AlignmentStage.DPO, AlignmentStage.STEERLM2))
                .hasMessage("stages must have steerlm2 before dpo, got dpo,steerlm2; dpo compares the responses that"
                        + " steerlm2 samples");
        assertThatThrownBy(() -> new AlignmentPlan.Limits(0, 1))
                .hasMessage("rows, prompts and rounds must be at least 1, got 0, 1 and 4");
    }

    @Test
    void source_annotatorWithoutConversations_isRefused() {
        Optional<Path> judge = Optional.of(Path.of("judge"));
        assertThatThrownBy(() -> new AlignmentSource(DataHome.sample(), Optional.empty(), judge))
                .hasMessage(
                        "conversations must be given where an annotator is, got none; HelpSteer2's rows are rated by"
                                + " people");
    }
}
