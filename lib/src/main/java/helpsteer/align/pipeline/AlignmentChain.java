package helpsteer.align.pipeline;

import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicyStart;
import helpsteer.align.dpo.BestOfNPairs;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.loss.PpoLoss;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.align.loss.TokenRewards;
import helpsteer.align.rl.OnlineRun;
import helpsteer.align.rl.OnlineStage;
import helpsteer.align.rl.Ppo;
import helpsteer.align.rl.Reinforce;
import helpsteer.align.rl.RewardNormalization;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.align.steerlm.SteerLm2;
import helpsteer.align.steerlm.SteerLm2Iteration;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Filtered;
import helpsteer.data.Split;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.Comparison;
import helpsteer.run.Hash;
import helpsteer.text.PromptResponse;
import helpsteer.train.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** The stages of a run as a chain. */
record AlignmentChain(AlignmentRun run, AlignmentData data) {
    private static final double BETA = 1e-3; // the paper's
    private static final double KL_PENALTY = 0.01; // of REINFORCE, in NeMo-Aligner's example
    private static final double CLIP = 0.2; // NeMo-Aligner's
    private static final double VALUE_FACTOR = 0.1; // TRL's, whose value head shares the policy's body as ours does

    AlignmentPipeline chain() {
        List<String> names = run.plan().names();
        return new AlignmentPipeline(
                run.backbone(),
                run.plan().reading(),
                run.plan().tuning().seed(),
                IntStream.range(0, names.size())
                        .mapToObj(i -> new AlignmentPipeline.Stage(names.get(i), before -> stage(i, before)))
                        .toList());
    }

    private Run<Policy> stage(int stage, AlignmentPipeline.Before before) {
        PolicyStart start = before.start();
        PolicyJob job =
                switch (run.plan().stages().get(stage)) {
                    case SFT -> new Sft(start, data.plain());
                    case STEERLM -> new Sft(start, data.rated());
                    case STEERLM2 -> iteration(stage, before);
                    case DPO -> new Dpo(start, pairs(stage, before), new DpoLoss(BradleyTerry.REGULAR, BETA));
                    case REINFORCE -> online(new Reinforce(new RlooAdvantages(KL_PENALTY)), start);
                    case PPO -> online(new Ppo(TokenRewards.defaults(), new PpoLoss(CLIP), VALUE_FACTOR), start);
                };
        return new Run<>(job, run.plan().tuning(stage));
    }

    /** The last stage of a kind before another, if any. */
    private Optional<String> last(AlignmentStage kind, int stage) {
        int at = run.plan().stages().subList(0, stage).lastIndexOf(kind);
        return at < 0 ? Optional.empty() : Optional.of(run.plan().names().get(at));
    }

    /** The prior is the SFT model; without one it is what the chain begins with. */
    private PolicyJob iteration(int stage, AlignmentPipeline.Before before) {
        Optional<String> sft = last(AlignmentStage.SFT, stage);
        CachedScorer scorer = run.judge().orElseThrow();
        return new SteerLm2Iteration(
                        new SteerLm2Iteration.Questions(
                                data.prompts(), List.of(data.target().ratings())),
                        run.plan().sampling(),
                        BetaRatings.of(Bins.HALF_INTEGER),
                        true)
                .with(
                        before.start(),
                        new SteerLm2Iteration.Judges(
                                () -> sft.map(before::open).orElseGet(run::start),
                                scorer,
                                sft.orElse("start") + " and " + scorer.model().fingerprint()));
    }

    /**
     * Rounds on goodness, normalised over the responses of the rows as in the paper's PPO (section 4.4). Policy and prompts
     * are told no ratings; the reference is the stage before.
     */
    private PolicyJob online(OnlineStage stage, PolicyStart start) {
        CachedScorer scorer = run.judge().orElseThrow();
        List<PromptResponse> rows =
                data.plain().train().stream().map(SftExample::exchange).toList();
        OnlineRun online = new OnlineRun(
                stage, data.prompts().train(), run.rounds(data), run.plan().sampling(), Optional.empty());
        return online.with(
                start,
                new OnlineRun.Judge(
                        scorer,
                        () -> RewardNormalization.of(scorer.score(rows), AttributeWeights.ALIGNMENT),
                        scorer.model().fingerprint() + ", " + AttributeWeights.ALIGNMENT + ", normalised over "
                                + Hash.ofTexts(rows.stream().map(PromptResponse::contentHash))));
    }

    /** The best and the worst response to each prompt of the last iteration, which sampled them under ratings. */
    private Split<Comparison> pairs(int stage, AlignmentPipeline.Before before) {
        String sampled = last(AlignmentStage.STEERLM2, stage).orElseThrow();
        Path folder = Objects.requireNonNull(before.adapters().get(sampled)).resolveSibling("");
        Filtered<SteerLm2Row> whole;
        try (Policy policy = run.start()) {
            whole = SteerLm2.fitting(policy, SteerLm2Iteration.candidates(folder));
        }
        if (whole.droppedCount() > 0) {
            run.notes().accept("responses of " + sampled + " to pair, by prompt: " + whole);
        }
        Filtered<Comparison> kept =
                BestOfNPairs.of(whole.items(), run.judge().orElseThrow(), AttributeWeights.ALIGNMENT);
        run.notes().accept("pairs of the best and the worst response of " + sampled + ": " + kept);
        Split<Comparison> pairs = AlignmentData.split(kept.items(), Comparison::prompt);
        if (pairs.train().isEmpty() || pairs.validation().isEmpty()) {
            throw new IllegalArgumentException("pairs to train on and to hold out must be at least one each, got "
                    + pairs.train().size() + " and " + pairs.validation().size()
                    + "; begin in another folder with more prompts or more samples");
        }
        return pairs;
    }
}
