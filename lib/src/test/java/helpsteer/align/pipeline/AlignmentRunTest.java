package helpsteer.align.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.PolicyFormat;
import helpsteer.align.PolicyReading;
import helpsteer.align.PolicySampler;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.data.fetch.DataHome;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.ScoringModels;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.weights.model.TinyDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole alignment without a terminal; all four stages run in the command's own test. */
class AlignmentRunTest {
    @TempDir
    private Path folder = Path.of("");

    private static AlignmentPlan plan(AlignmentStage... stages) {
        Lora lora = new Lora(2, 4, 0, Lora.MODULES);
        return new AlignmentPlan(
                List.of(stages),
                new AlignmentPlan.Limits(44, 4),
                PolicySampler.paper(6),
                new PolicyReading(
                        PolicyFormat.OWN, 320, Decoder.Options.defaults().withLora(lora)),
                TrainingArgs.constant(1, 16, 0.01, 0, new Seed(1)));
    }

    private PretrainedDecoder tiny() {
        new TinyDecoder(1, 1, 512).write(folder.resolve("tiny"), new Seed(1));
        return PretrainedDecoder.open(folder.resolve("tiny"));
    }

    @Test
    void run_steerLmWithAJudge_leavesThePolicyAndWhatItAnswers() {
        ScoringModels.save(folder.resolve("judge"));
        List<String> notes = new ArrayList<>();
        try (CachedScorer judge = ModelFolder.scorer(folder.resolve("judge"))) {
            AlignmentRun run = new AlignmentRun(plan(AlignmentStage.STEERLM), tiny(), Optional.of(judge), notes::add);
            AlignmentSource source = AlignmentSource.of(DataHome.sample());
            Path to = folder.resolve("run");
            AlignmentRun.Result first = run.run(to, source);
            assertThat(first.interrupted()).isFalse();
            assertThat(first.model()).contains(to.resolve("model-1-steerlm"));
            assertThat(first.wroteModel()).isTrue();
            assertThat(run.run(to, source).wroteModel()).isFalse();
            assertThat(notes).anyMatch(note -> note.startsWith("asks for "));

            AlignmentEvaluation evaluation = run.evaluate(to, first);
            assertThat(evaluation.answers())
                    .extracting(ScoredGenerations::policy)
                    .containsExactly("start", "steerlm");
            assertThat(evaluation.curves()).hasSize(2);
            assertThat(evaluation.target()).isEqualTo(first.data().target());
        }
    }

    @Test
    void run_comparingStageWithoutAJudge_isRefused() {
        AlignmentPlan plan = plan(AlignmentStage.STEERLM2);
        PretrainedDecoder backbone = tiny();
        assertThatThrownBy(() -> new AlignmentRun(plan, backbone, Optional.empty(), note -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("judge must be given for steerlm2, got none; name the folder of a trained reward model");
    }
}
