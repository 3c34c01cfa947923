package helpsteer;

import helpsteer.align.PolicySampler;
import helpsteer.align.pipeline.AlignmentEvaluation;
import helpsteer.align.pipeline.AlignmentPlan;
import helpsteer.align.pipeline.AlignmentRun;
import helpsteer.align.pipeline.AlignmentSource;
import helpsteer.align.pipeline.AlignmentStage;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.table.PolicyTables;
import helpsteer.report.table.Tables;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Alignment of a language model in stages: supervised fine-tuning, SteerLM, SteerLM 2.0 (arXiv 2406.08673, section 5), DPO. Each
 * method gives a copy with one more stage or setting.
 *
 * <pre>{@code
 * var policy = PretrainedDecoder.smolLm2();
 * var aligned = Align.from(policy).sft(data).steerLm().steerLm2(judge).dpo().in(Path.of("runs/policy"));
 * }</pre>
 */
public final class Align {
    private static final double RATE = 1e-3; // adapters of rank 16 on SmolLM2: held-out loss 1.774 to 1.562 in 32 steps

    private final PretrainedDecoder policy;
    private final Optional<HelpSteer> data;
    private final RewardModels.@Nullable Trained judge;
    private final List<AlignmentStage> stages;
    private final Settings settings;

    /** The longest text and the longest answer, in tokens. */
    private record Length(int text, int answer) {}

    /** How much is learned and asked: rows and prompts at most, responses a prompt, passes over the rows. */
    private record Settings(int rows, int prompts, int samples, Length length, int epochs, long seed) {}

    private Align(
            PretrainedDecoder policy,
            Optional<HelpSteer> data,
            RewardModels.@Nullable Trained judge,
            List<AlignmentStage> stages,
            Settings settings) {
        this.policy = policy;
        this.data = data;
        this.judge = judge;
        this.stages = List.copyOf(stages);
        this.settings = settings;
    }

    /** Begins with a language model, such as {@code PretrainedDecoder.smolLm2()}. */
    public static Align from(PretrainedDecoder policy) {
        return new Align(
                policy,
                Optional.empty(),
                null,
                List.of(),
                new Settings(Integer.MAX_VALUE, 32, 10, new Length(512, 128), 1, 1));
    }

    /** Supervised fine-tuning on responses of these rows, of which {@link HelpSteer#rows} may have taken the first alone. */
    public Align sft(HelpSteer rows) {
        return new Align(policy, Optional.of(rows), judge, with(AlignmentStage.SFT), settings);
    }

    /** Supervised fine-tuning on responses under their ratings, so that ratings in a prompt steer the answer. */
    public Align steerLm() {
        return new Align(policy, data, judge, with(AlignmentStage.STEERLM), settings);
    }

    /** An iteration of SteerLM 2.0: responses are sampled under ratings, scored by the judge and learned by weight. */
    public Align steerLm2(RewardModels.Trained scoring) {
        return new Align(policy, data, scoring, with(AlignmentStage.STEERLM2), settings);
    }

    /** DPO on the best and the worst response that the last iteration of SteerLM 2.0 sampled to each prompt. */
    public Align dpo() {
        return new Align(policy, data, judge, with(AlignmentStage.DPO), settings);
    }

    /** REINFORCE with a leave-one-out baseline on the judge's scores, in rounds that sample anew. */
    public Align reinforce(RewardModels.Trained scoring) {
        return new Align(policy, data, scoring, with(AlignmentStage.REINFORCE), settings);
    }

    /** PPO on the judge's scores, in rounds that sample anew. */
    public Align ppo(RewardModels.Trained scoring) {
        return new Align(policy, data, scoring, with(AlignmentStage.PPO), settings);
    }

    private List<AlignmentStage> with(AlignmentStage stage) {
        List<AlignmentStage> out = new ArrayList<>(stages);
        out.add(stage);
        return out;
    }

    /** Learns at most so many rows, and asks at most so many prompts, in training and in the evaluation. */
    public Align atMost(int rows, int prompts) {
        return with(new Settings(rows, prompts, settings.samples, settings.length, settings.epochs, settings.seed));
    }

    /** Responses to each prompt that is sampled, ten as in the paper unless said. */
    public Align samples(int count) {
        return with(
                new Settings(settings.rows, settings.prompts, count, settings.length, settings.epochs, settings.seed));
    }

    /** The longest text and the longest answer, in tokens. */
    public Align maxTokens(int text, int answer) {
        return with(new Settings(
                settings.rows,
                settings.prompts,
                settings.samples,
                new Length(text, answer),
                settings.epochs,
                settings.seed));
    }

    /** Passes over the rows of supervised fine-tuning; stages that compare responses make twice as many. */
    public Align epochs(int count) {
        return with(
                new Settings(settings.rows, settings.prompts, settings.samples, settings.length, count, settings.seed));
    }

    /** The source of all randomness. */
    public Align seed(long seed) {
        return with(new Settings(
                settings.rows, settings.prompts, settings.samples, settings.length, settings.epochs, seed));
    }

    private Align with(Settings other) {
        return new Align(policy, data, judge, stages, other);
    }

    /** The plan: stages and all settings, as the command {@code align} takes them. */
    public AlignmentPlan plan() {
        int most = data.map(HelpSteer::most).orElse(Integer.MAX_VALUE);
        return new AlignmentPlan(
                stages,
                new AlignmentPlan.Limits(Math.min(settings.rows(), most), settings.prompts()),
                PolicySampler.paper(settings.length.answer).withSamples(settings.samples()),
                InputConfig.decoder()
                        .withMaxTokens(settings.length.text)
                        .withOptions(Decoder.Options.defaults().withLora(Lora.defaults())),
                TrainingArgs.constant(settings.epochs(), 16, RATE, 0, new Seed(settings.seed())));
    }

    /**
     * Runs the stages that are not done, each in a folder of its own, and has the judge score what every policy answers to
     * validation prompts. After a stop the same call goes on.
     *
     * @throws IllegalArgumentException where no stage is named, rows are too few, or the folder holds a run with other
     *     settings
     */
    public Aligned in(Path folder) {
        AlignmentPlan plan = plan();
        List<String> notes = new ArrayList<>();
        // Not closed: the judge is the caller's.
        Optional<CachedScorer> scorer = Optional.ofNullable(judge).map(j -> CachedScorer.of(j.model()));
        AlignmentRun run = new AlignmentRun(plan, policy, scorer, notes::add);
        AlignmentRun.Result result = run.run(
                folder, AlignmentSource.of(data.orElseGet(HelpSteer::load).home()));
        Optional<AlignmentEvaluation> evaluation =
                result.interrupted() || scorer.isEmpty() ? Optional.empty() : Optional.of(run.evaluate(folder, result));
        return new Aligned(result, evaluation, notes);
    }

    /**
     * What came of it. Alone in a cell it shows the stages and how their policies answer.
     *
     * @param result the stages and the last policy's folder
     * @param evaluation what the policies answer to validation prompts; empty without a judge, or after a stop
     * @param notes which rows and prompts were taken, and what was dropped
     */
    public record Aligned(AlignmentRun.Result result, Optional<AlignmentEvaluation> evaluation, List<String> notes)
            implements Shown {
        public Aligned {
            notes = List.copyOf(notes);
        }

        /** Whether it was stopped before its end; the same call goes on. */
        public boolean interrupted() {
            return result.interrupted();
        }

        /**
         * Folder of the last policy, which transformers opens, too.
         *
         * @throws IllegalStateException after a stop
         */
        public Path model() {
            return result.model()
                    .orElseThrow(() -> new IllegalStateException(
                            "alignment must be done, got one that was stopped; run the same call again"));
        }

        @Override
        public String toString() {
            return notes.stream().collect(Collectors.joining("; "))
                    + (interrupted() ? "; stopped, and the same call goes on" : "; the last policy is " + model());
        }

        @Override
        public Rendered rendered() {
            List<Rendered> parts = new ArrayList<>();
            parts.add(Tables.rendered(PolicyTables.stages("Stages", result.stages())));
            evaluation.ifPresent(e -> PolicyTables.evaluation(e).forEach(table -> parts.add(Tables.rendered(table))));
            return Rendered.stacked(toString(), parts.toArray(Rendered[]::new));
        }
    }
}
