package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.align.rl.OnlineTraining;
import helpsteer.align.rl.Reinforce;
import helpsteer.align.rl.RewardNormalization;
import helpsteer.align.rl.Rollouts;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.data.Prompt;
import helpsteer.data.Split;
import helpsteer.generate.LanguageModel;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training of a whole tiny decoder in a folder, and what it leaves there. */
class WholePolicyTest {
    private static final PolicyStart WHOLE = TinyPolicy.wholeStart(InputConfig.Template.OWN);
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    private Path folder = Path.of("");

    private static Policy whole() {
        return TinyPolicy.whole(InputConfig.Template.OWN);
    }

    private static Run<Policy> sft(PolicyStart start) {
        List<SftExample> all = TinyPolicy.exchanges(12).stream()
                .map(e -> new SftExample(e, Optional.of(TinyPolicy.WANTED), false))
                .toList();
        return new Run<>(
                new Sft(start, new Split<>(all.subList(4, 12), all.subList(0, 4))), TinyPolicy.tuning(2, 4, 1e-3));
    }

    private static Run<Policy> dpo() {
        List<Comparison> all = IntStream.range(0, 12)
                .mapToObj(i -> new Comparison(TinyPolicy.prompt(i), "good " + i, "bad " + i, 1 + i % 3))
                .toList();
        return new Run<>(
                new Dpo(
                        WHOLE,
                        new Split<>(all.subList(4, 12), all.subList(0, 4)),
                        new DpoLoss(BradleyTerry.REGULAR, 0.1)),
                TinyPolicy.tuning(2, 4, 1e-3));
    }

    private static TrainingResult run(Run<Policy> run, Path folder, TrainingListener watcher) {
        try (Result<Policy> result = TrainingListener.during(watcher, () -> run.in(folder))) {
            return result.training();
        }
    }

    private static double[] sums(Policy policy) {
        List<PolicyText> texts = TinyPolicy.exchanges(5).stream()
                .map(e -> policy.read(e, Optional.empty()))
                .toList();
        return policy.sums(texts);
    }

    @Test
    void run_wholeDecoder_leavesALanguageModelThatIsThePolicy() throws IOException {
        double[] trained;
        double[] before;
        try (Policy policy = whole()) {
            before = sums(policy);
        }
        try (Result<Policy> result = sft(WHOLE).in(folder)) {
            assertThat(result.training().bestStep()).isPositive();
            trained = sums(result.model());
            assertThat(trained[0]).isNotCloseTo(before[0], within(1e-3));
        }
        Path model = PolicyJob.model(folder);
        assertThat(PolicyJob.adapter(folder)).doesNotExist();
        JsonNode config =
                new ObjectMapper().readTree(model.resolve("config.json").toFile());
        assertThat(config.path("architectures").toString()).isEqualTo("[\"LlamaForCausalLM\"]");
        assertThat(config.has("id2label")).isFalse();
        InputConfig input = InputConfig.decoder().withMaxTokens(160);
        try (Policy again = Policy.open(PretrainedDecoder.open(model), input, new Seed(9))) {
            assertThat(sums(again)).isEqualTo(trained);
        }
        try (LanguageModel writer = LanguageModel.open(model)) {
            assertThat(writer.decoder().parameters().names()).contains("model.norm.weight");
        }
        try (Result<Policy> found = sft(WHOLE).in(folder)) {
            assertThat(found.fresh()).isFalse();
            assertThat(found.training().ending()).isEqualTo(Ending.FINISHED);
            assertThat(sums(found.model())).isEqualTo(trained);
        }
    }

    /** DPO too: its reference is computed before the first step, from the policy as it began. */
    @Test
    void run_interruptedWhileItTrains_endsWithTheSameBytes() {
        for (Run<Policy> each : List.of(sft(WHOLE), dpo())) {
            String name = each.job().loss();
            Path plain = folder.resolve(name);
            TrainingResult uncut = run(each, plain, TrainingListener.NONE);
            Path cut = folder.resolve(name + " cut");
            TrainingResult first = run(each, cut, Interrupting.afterStep(2));
            assertThat(first.ending()).isEqualTo(Ending.INTERRUPTED);
            assertThat(PolicyJob.model(cut)).doesNotExist();
            TrainingResult second = run(each, cut, TrainingListener.NONE);
            assertThat(second.losses()).isEqualTo(uncut.losses());
            assertThat(PolicyJob.model(cut).resolve(WEIGHTS))
                    .hasSameBinaryContentAs(PolicyJob.model(plain).resolve(WEIGHTS));
        }
    }

    @Test
    void run_adaptersFound_areThoseThatWereTrained() {
        PolicyText text;
        double[] trained;
        Run<Policy> run = sft(TinyPolicy.start());
        try (Result<Policy> result = run.in(folder)) {
            text = result.model().read(TinyPolicy.exchanges(1).get(0), Optional.of(TinyPolicy.WANTED));
            trained = result.model().sums(List.of(text));
        }
        try (Policy policy = TinyPolicy.withAdapters();
                Result<Policy> found = run.in(folder)) {
            assertThat(found.fresh()).isFalse();
            assertThat(policy.sums(List.of(text))).isNotEqualTo(trained);
            assertThat(found.model().sums(List.of(text))).isEqualTo(trained);
        }
    }

    @Test
    void run_dpoOfTheWholeDecoder_movesAwayFromWhereItBegan() {
        TrainingResult result = run(dpo(), folder, TrainingListener.NONE);
        assertThat(result.validations().get(0).loss()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(result.best().metrics().get("KL a token")).isGreaterThan(1e-5);
    }

    @Test
    void saveWhole_withAdapters_addsThemToTheWeights() throws IOException {
        Path model = folder.resolve("merged");
        double[] trained;
        try (Policy policy = TinyPolicy.withAdapters()) {
            List<SftExample> lessons = TinyPolicy.exchanges(4).stream()
                    .map(e -> new SftExample(e, Optional.empty(), false))
                    .toList();
            TrainingArgs args = TinyPolicy.tuning(4, 4, 1e-2);
            args.train(policy, Sft.objective(policy, new Split<>(lessons, lessons), args));
            trained = sums(policy);
            policy.saveWhole(model);
            assertThatThrownBy(() -> policy.saveWhole(model))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("folder must be new or empty, got merged with 4 files; name another");
        }
        InputConfig input = InputConfig.decoder().withMaxTokens(160);
        try (Policy again = Policy.open(PretrainedDecoder.open(model), input, new Seed(9));
                var files = Files.list(folder)) {
            double[] now = sums(again);
            for (int i = 0; i < now.length; i++) {
                assertThat(now[i]).isCloseTo(trained[i], within(1e-3));
            }
            assertThat(files).containsExactly(model); // nothing half-written beside it
        }
    }

    @Test
    void run_folderOfAnotherKind_isRefused() {
        run(sft(WHOLE), folder, TrainingListener.NONE);
        assertThatThrownBy(() -> run(sft(TinyPolicy.start()), folder, TrainingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("run must have the settings of ")
                .hasMessageContaining("lora");
    }

    /** The reference of a whole decoder must be another model, which stays where it is while the policy moves. */
    @Test
    void rollouts_wholeDecoder_areHeldToAFrozenCopy() {
        RewardNormalization scale = new RewardNormalization(AttributeWeights.HELPFULNESS_ONLY, 1, 0.5);
        List<Prompt> prompts = List.of(TinyPolicy.prompt(0), TinyPolicy.prompt(1));
        try (Policy policy = whole();
                Policy frozen = whole()) {
            Sampler sampler = TinyPolicy.sampler(policy);
            assertThatThrownBy(() -> new Rollouts.Source(policy, sampler, TinyPolicy.LENGTH, scale, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a policy without adapters must be given a reference, got none, and it would move with"
                            + " the policy; open the model a second time and give that");
            Rollouts.Source source =
                    new Rollouts.Source(policy, frozen, sampler, TinyPolicy.LENGTH, scale, Optional.empty());
            Reinforce stage = new Reinforce(new RlooAdvantages(0.01));
            try (OnlineTraining training = new OnlineTraining(policy, stage, TinyPolicy.tuning(1, 6, 1e-3))) {
                List<OnlineTraining.Round> rounds = training.run(source, prompts, new OnlineTraining.Size(2, 2, 3));
                assertThat(rounds.get(0).tokenKl()).isZero();
                assertThat(rounds.get(1).tokenKl()).isNotZero();
            }
        }
    }
}
