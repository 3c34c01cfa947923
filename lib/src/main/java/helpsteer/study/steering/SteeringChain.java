package helpsteer.study.steering;

import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicySampler;
import helpsteer.align.PolicyStart;
import helpsteer.align.dpo.BestOfNPairs;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.loss.PpoLoss;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.align.loss.TokenRewards;
import helpsteer.align.pipeline.TargetRatings;
import helpsteer.align.rl.OnlineRun;
import helpsteer.align.rl.OnlineStage;
import helpsteer.align.rl.OnlineTraining;
import helpsteer.align.rl.Ppo;
import helpsteer.align.rl.Reinforce;
import helpsteer.align.rl.RewardNormalization;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.align.steerlm.SteerLm2Iteration;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.generate.Completion;
import helpsteer.generate.CompletionFile;
import helpsteer.generate.SamplingParams;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.Comparison;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Hash;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stages of one repetition, on rows, prompts and draws of its own. */
final class SteeringChain {
    /** What is asked for in an iteration: the paper's ratings, and the same longer, shorter and in other words. */
    private static final List<Ratings> WANTED = List.of(
            TargetRatings.PAPER.ratings(),
            new Ratings(4, 4, 4, 2, 0),
            new Ratings(4, 4, 4, 2, 4),
            new Ratings(4, 4, 4, 4, 2));

    private static final int GOOD = 3;
    private static final int TRAIN_PER_VALIDATION = 4;
    private static final double DPO_BETA = 0.1;
    private static final double KL_PENALTY = 0.01; // of REINFORCE, in NeMo-Aligner's example
    private static final double CLIP = 0.2; // NeMo-Aligner's
    private static final double VALUE_FACTOR = 0.1; // TRL's, whose value head shares the policy's body as ours does

    private final SteeringSettings settings;
    private final SteeringWorld world;
    private final SteeringModels models;
    private final StudyRuns runs;
    private final int repetition;
    private final Seed seed;
    private final List<RatedResponse> rows;

    /** Parts of the world's prompts that a repetition takes. */
    private enum Own {
        ROWS(0),
        ITERATION(1),
        ITERATION_AGAIN(2),
        PAIRS(3),
        ROUNDS(4);

        private final int part;

        Own(int part) {
            this.part = part;
        }
    }

    /**
     * A stage that is done.
     *
     * @param from what it began as
     * @param artefact what it left
     */
    record Trained(PolicyStart from, Path artefact) {
        /** The policy that it left; closed by whoever opens it. */
        Policy open() {
            return from.open(artefact);
        }
    }

    /**
     * Begins a repetition.
     *
     * @param repetition counted from 0
     */
    SteeringChain(
            SteeringSettings settings, SteeringWorld world, SteeringModels models, StudyRuns runs, int repetition) {
        this.settings = settings;
        this.world = world;
        this.models = models;
        this.runs = runs;
        this.repetition = repetition;
        seed = new Seed(
                new Seed(settings.seed()).stream("repetition", repetition).nextLong());
        rows = world.rated(part(Own.ROWS), world.raters(0), settings.rows().tuning());
    }

    /** The name of a repetition's folder. */
    static String name(int repetition) {
        return "seed-" + (repetition + 1);
    }

    private SteeringWorld.Part part(Own own) {
        return SteeringWorld.Part.ofRepetition(repetition, own.part);
    }

    /** Runs all stages that are not done. */
    Map<SteeringStage, Trained> run() {
        Map<SteeringStage, Trained> out = new EnumMap<>(SteeringStage.class);
        SteeringStage.ofRepetition().forEach(stage -> {
            String name = name(repetition) + "/" + stage.label();
            out.put(stage, runs.part(name, () -> trained(stage, name, out)));
        });
        return out;
    }

    private Trained trained(SteeringStage stage, String name, Map<SteeringStage, Trained> before) {
        PolicyJob job =
                switch (stage) {
                    case BASE -> throw new IllegalArgumentException("stage must be one of a repetition, got " + stage);
                    case SFT -> new Sft(whole(models.base()), good());
                    case STEERLM -> new Sft(whole(model(before, SteeringStage.SFT)), rated());
                    case STEERLM2 -> iteration(adapted(model(before, SteeringStage.STEERLM)), Own.ITERATION, before);
                    case STEERLM2_AGAIN ->
                        iteration(after(before, SteeringStage.STEERLM2), Own.ITERATION_AGAIN, before);
                    case DPO ->
                        new Dpo(
                                adapted(model(before, SteeringStage.SFT)),
                                pairs(before),
                                new DpoLoss(BradleyTerry.REGULAR, DPO_BETA));
                    case REINFORCE -> online(new Reinforce(new RlooAdvantages(KL_PENALTY)), before);
                    case PPO -> online(new Ppo(TokenRewards.defaults(), new PpoLoss(CLIP), VALUE_FACTOR), before);
                };
        return new Trained(job.from(), runs.trained(name, new Run<>(job, stage.args(seed))));
    }

    private PolicyStart whole(PretrainedDecoder decoder) {
        return new PolicyStart(decoder, SteeringModels.input(settings), seed);
    }

    private PolicyStart adapted(PretrainedDecoder decoder) {
        return new PolicyStart(decoder, SteeringModels.adapted(settings), seed);
    }

    private static Trained of(Map<SteeringStage, Trained> before, SteeringStage stage) {
        Trained trained = before.get(stage);
        if (trained == null) {
            throw new IllegalArgumentException("stage must be done before, got " + stage + " after " + before.keySet());
        }
        return trained;
    }

    /** The whole decoder that a stage left. */
    private static PretrainedDecoder model(Map<SteeringStage, Trained> before, SteeringStage stage) {
        return PretrainedDecoder.open(of(before, stage).artefact);
    }

    /** What begins as a stage with adapters ended, with new ones. */
    private static PolicyStart after(Map<SteeringStage, Trained> before, SteeringStage stage) {
        Trained trained = of(before, stage);
        PolicyStart from = trained.from;
        List<Path> adapters = new ArrayList<>(from.adapters());
        adapters.add(trained.artefact);
        return new PolicyStart(from.backbone(), from.input(), from.seed(), adapters);
    }

    private Split<SftExample> good() {
        List<SftExample> good = rows.stream()
                .filter(row -> row.ratings().helpfulness() >= GOOD)
                .map(row -> SftExample.plain(row))
                .toList();
        return SteeringModels.split(good, row -> row.exchange().prompt());
    }

    private Split<SftExample> rated() {
        return SteeringModels.split(
                rows.stream().map(row -> SftExample.rated(row)).toList(),
                row -> row.exchange().prompt());
    }

    /** Samples are drawn from the policy itself, as the weights of equation 7 take them to be. */
    private SamplingParams sampling() {
        return SamplingParams.plain(settings.shape().answer())
                .withSamples(settings.asked().samples());
    }

    /** As many questions as other stages have prompts: each prompt is asked with each of the wishes. */
    private PolicyJob iteration(PolicyStart start, Own own, Map<SteeringStage, Trained> before) {
        int train = Math.max(1, settings.asked().prompts() / WANTED.size());
        int held = Math.max(1, train / TRAIN_PER_VALIDATION);
        List<Prompt> prompts = world.prompts(part(own), train + held);
        CachedScorer judge = models.judge();
        Trained prior = of(before, SteeringStage.SFT);
        return new SteerLm2Iteration(
                        new SteerLm2Iteration.Questions(
                                new Split<>(prompts.subList(0, train), prompts.subList(train, train + held)), WANTED),
                        sampling(),
                        BetaRatings.of(Bins.HALF_INTEGER),
                        true)
                .with(
                        start,
                        new SteerLm2Iteration.Judges(
                                prior::open,
                                judge,
                                SteeringStage.SFT.label() + " and "
                                        + judge.model().fingerprint()));
    }

    /** The best and the worst of SFT's own samples to each prompt, by the judge's goodness. */
    private Split<Comparison> pairs(Map<SteeringStage, Trained> before) {
        List<Prompt> prompts = world.prompts(part(Own.PAIRS), settings.asked().prompts());
        CompletionFile file =
                new CompletionFile(runs.folder().resolve(name(repetition)).resolve("pairs.jsonl"));
        List<List<Completion>> samples;
        try (Policy policy = of(before, SteeringStage.SFT).open();
                PolicySampler sampler = new PolicySampler(policy, sampling())) {
            List<int[]> ids = prompts.stream()
                    .map(prompt -> policy.readPrompt(prompt, Optional.empty()))
                    .toList();
            samples = sampler.sample(
                    file,
                    ids,
                    settings.asked().samples(),
                    new Seed(seed.stream("pairs").nextLong()));
        }
        List<List<String>> texts = samples.stream()
                .map(own -> own.stream()
                        .map(Completion::text)
                        .filter(text -> !text.isBlank())
                        .toList())
                .toList();
        Filtered<Comparison> pairs = BestOfNPairs.of(prompts, texts, models.judge(), AttributeWeights.ALIGNMENT);
        return SteeringModels.split(pairs.items(), Comparison::prompt);
    }

    /** Rounds on goodness, normalised over the rows that SFT learned from; each round asks other prompts. */
    private PolicyJob online(OnlineStage stage, Map<SteeringStage, Trained> before) {
        int rounds = settings.asked().rounds();
        List<Prompt> prompts =
                world.prompts(part(Own.ROUNDS), rounds * settings.asked().prompts());
        OnlineRun online = new OnlineRun(
                stage,
                prompts,
                new OnlineTraining.Size(
                        rounds, settings.asked().prompts(), settings.asked().samples() / 2),
                sampling(),
                Optional.empty());
        List<PromptResponse> scale = SteeringModels.exchanges(rows);
        CachedScorer judge = models.judge();
        return online.with(
                adapted(model(before, SteeringStage.SFT)),
                new OnlineRun.Judge(
                        judge,
                        () -> RewardNormalization.of(judge.score(scale), AttributeWeights.ALIGNMENT),
                        judge.model().fingerprint() + ", " + AttributeWeights.ALIGNMENT + ", normalised over "
                                + Hash.ofTexts(scale.stream().map(PromptResponse::contentHash))));
    }
}
