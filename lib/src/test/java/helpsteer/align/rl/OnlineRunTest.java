package helpsteer.align.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.Interrupting;
import helpsteer.align.Policy;
import helpsteer.align.PolicyFormat;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicySampler;
import helpsteer.align.PolicyStart;
import helpsteer.align.TimingTable;
import helpsteer.align.TinyPolicy;
import helpsteer.align.loss.PpoLoss;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.align.loss.TokenRewards;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeWeights;
import helpsteer.run.Progress;
import helpsteer.run.RunLog;
import helpsteer.train.LoggedRun;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rounds of REINFORCE and PPO in a folder, on the tiny policy with a scorer that likes length. */
class OnlineRunTest {
    private static final RewardNormalization SCALE = new RewardNormalization(AttributeWeights.HELPFULNESS_ONLY, 1, 0.5);

    @TempDir
    private Path folder = Path.of("");

    static Stream<OnlineStage> stages() {
        return Stream.of(
                new Reinforce(new RlooAdvantages(0.01)), new Ppo(TokenRewards.defaults(), new PpoLoss(0.2), 0.5));
    }

    private static OnlineRun online(OnlineStage stage, List<Prompt> prompts) {
        return new OnlineRun(
                stage, prompts, new OnlineTraining.Size(3, 2, 3), PolicySampler.paper(6), Optional.empty());
    }

    private static OnlineRun online(OnlineStage stage) {
        return online(stage, IntStream.range(0, 5).mapToObj(TinyPolicy::prompt).toList());
    }

    private static Run<Policy> run(OnlineRun online) {
        return run(online, TinyPolicy.start());
    }

    private static Run<Policy> run(OnlineRun online, PolicyStart start) {
        OnlineRun.Judge judge = new OnlineRun.Judge(TinyPolicy.LENGTH, () -> SCALE, "length");
        return new Run<>(online.with(start, judge), TinyPolicy.tuning(1, 3, 1e-3));
    }

    private static TrainingResult run(Run<Policy> run, Path folder, TrainingListener watcher, Progress progress) {
        try (Result<Policy> result =
                Progress.during(progress, () -> TrainingListener.during(watcher, () -> run.in(folder)))) {
            return result.training();
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void run_interruptedInSamplingAndInTraining_endsWithTheSameBytes(OnlineStage stage) {
        Path plain = folder.resolve("plain");
        TrainingResult uncut = run(run(online(stage)), plain, TrainingListener.NONE, Progress.SILENT);
        assertThat(uncut.steps()).extracting(StepRecord::step).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(uncut.validations())
                .extracting(TrainingResult.Validation::stepsDone)
                .containsExactly(2, 4, 6);
        Path cut = folder.resolve("cut");
        // rounds tell their end, so the second round's sampling is the first after "rounds 1"
        List<String> said = new ArrayList<>();
        Progress inSecondRound = (task, done, total, note) -> {
            said.add(task + " " + done);
            if (task.equals("sampling") && done == 4 && said.contains("rounds 1")) {
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> run(run(online(stage)), cut, TrainingListener.NONE, inSecondRound))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining(" was interrupted"); // where the thread next looks
        assertThatThrownBy(() -> run(run(online(stage)), cut, Interrupting.afterStep(5), Progress.SILENT))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training of round 2 was interrupted");
        TrainingResult last = run(run(online(stage)), cut, TrainingListener.NONE, Progress.SILENT);
        assertThat(last.losses()).isEqualTo(uncut.losses());
        assertThat(last.validations()).isEqualTo(uncut.validations());
        assertThat(PolicyJob.adapter(cut).resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(PolicyJob.adapter(plain).resolve("adapter_model.safetensors"));
        assertThat(OnlineRun.rounds(cut)).isEqualTo(OnlineRun.rounds(plain));
        assertThat(LoggedRun.read(cut.resolve("run.jsonl")).steps()).isEqualTo(6);
    }

    @Test
    void run_done_tellsItsRoundsAndWhatTheyTook() {
        // PPO, for no sample of a random model ends by itself, and such samples teach REINFORCE nothing
        OnlineRun online = online(stages().toList().get(1));
        TrainingResult result = run(run(online), folder, TrainingListener.NONE, Progress.SILENT);
        List<OnlineTraining.Round> rounds = OnlineRun.rounds(folder);
        assertThat(rounds).extracting(OnlineTraining.Round::round).containsExactly(0, 1, 2);
        assertThat(rounds.get(0).tokenKl()).isBetween(-1e-5, 1e-5); // adapters that change nothing yet
        assertThat(Math.abs(rounds.get(2).tokenKl())).isGreaterThan(1e-5);
        assertThat(rounds).allMatch(r -> r.tokens() > 0 && r.tokens() <= 6 && Double.isFinite(r.reward()));
        TimingTable costs = OnlineRun.costs(folder, online.size());
        assertThat(costs.parts()).extracting(TimingTable.Part::name).containsExactly("sampling", "training");
        assertThat(costs.parts()).allMatch(p -> p.seconds() > 0 && p.tokens() > 0);
        assertThat(RunLog.read(folder.resolve("run.jsonl")))
                .anyMatch(e -> e.path("event").asText().equals("asked")
                        && e.path("prompts").asInt() == 5);
        TrainingResult found = run(run(online), folder, TrainingListener.NONE, (task, done, total, note) -> {
            throw new AssertionError("done already: " + task);
        });
        assertThat(found).isEqualTo(result);
    }

    @Test
    void run_whatCannotBeDone_isRefused() {
        OnlineStage stage = stages().findFirst().orElseThrow();
        Run<Policy> whole = run(online(stage), TinyPolicy.wholeStart(PolicyFormat.OWN));
        assertThatThrownBy(() -> run(whole, folder, TrainingListener.NONE, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a policy without adapters must be given a reference, got none");
        Path other = folder.resolve("other");
        OnlineRun tooLong = online(stage, List.of(Prompt.ofUser("word ".repeat(200))));
        assertThatThrownBy(() -> run(run(tooLong), other, TrainingListener.NONE, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("questions must leave room for 6 tokens of 160, got none of 1 that does;"
                        + " let the policy read more tokens or ask for shorter answers");
        assertThatThrownBy(() -> online(stage, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompts must be at least one, got none");
    }
}
