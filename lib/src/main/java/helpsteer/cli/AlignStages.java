package helpsteer.cli;

import helpsteer.align.Policy;
import helpsteer.align.Tuning;
import helpsteer.align.dpo.BestOfNPairs;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.align.pipeline.PolicyRun;
import helpsteer.align.sft.Sft;
import helpsteer.align.steerlm.SteerLm2;
import helpsteer.align.steerlm.SteerLm2Iteration;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Filtered;
import helpsteer.data.PreferencePair;
import helpsteer.data.Split;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.training.BradleyTerry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The stages that are asked for as a chain.
 *
 * @param judge there where a stage samples
 */
record AlignStages(
        AlignWords asked, AlignRows rows, PretrainedDecoder backbone, Optional<CachedScorer> judge, PrintStream out) {
    private static final double BETA = 1e-3; // the paper's

    AlignmentPipeline chain() {
        List<String> names = asked.names();
        return new AlignmentPipeline(
                backbone,
                asked.reading(),
                asked.tuning().seed(),
                IntStream.range(0, names.size())
                        .mapToObj(i -> new AlignmentPipeline.Stage(names.get(i), before -> run(i, before)))
                        .toList());
    }

    private PolicyRun run(int stage, AlignmentPipeline.Before before) {
        Tuning tuning = asked.tuning(stage);
        return switch (asked.stages().get(stage)) {
            case AlignWords.SFT -> PolicyRun.of(new Sft(tuning), rows.plain());
            case AlignWords.STEERLM -> PolicyRun.of(new Sft(tuning), rows.rated());
            case AlignWords.STEERLM2 -> iteration(stage, before, tuning);
            default -> PolicyRun.of(new Dpo(new DpoLoss(BradleyTerry.REGULAR, BETA), tuning), pairs(stage, before));
        };
    }

    /** The last stage of a kind before another, if any. */
    private Optional<String> last(String kind, int stage) {
        int at = asked.stages().subList(0, stage).lastIndexOf(kind);
        return at < 0 ? Optional.empty() : Optional.of(asked.names().get(at));
    }

    /** The prior is the SFT model; without one it is what the chain begins with. */
    private PolicyRun iteration(int stage, AlignmentPipeline.Before before, Tuning tuning) {
        Optional<String> sft = last(AlignWords.SFT, stage);
        CachedScorer scorer = judge.orElseThrow();
        return new SteerLm2Iteration(
                        new SteerLm2Iteration.Questions(
                                rows.prompts(), List.of(rows.wish().ratings())),
                        asked.sampling(),
                        BetaRatings.of(Bins.HALF_INTEGER),
                        new SteerLm2(true, tuning))
                .with(new SteerLm2Iteration.Judges(
                        () -> sft.map(before::open).orElseGet(this::start),
                        scorer,
                        sft.orElse("start") + " and " + scorer.model().fingerprint()));
    }

    /** The policy that the chain begins with. */
    Policy start() {
        return Policy.open(backbone, asked.reading(), asked.tuning().seed());
    }

    /** The best and the worst response to each prompt of the last iteration, which sampled them under ratings. */
    private Split<PreferencePair> pairs(int stage, AlignmentPipeline.Before before) {
        String sampled = last(AlignWords.STEERLM2, stage).orElseThrow();
        Path folder = Objects.requireNonNull(before.adapters().get(sampled)).resolveSibling("");
        Filtered<SteerLm2Row> whole;
        try (Policy policy = start()) {
            whole = SteerLm2.fitting(policy, SteerLm2Iteration.candidates(folder));
        }
        if (whole.droppedCount() > 0) {
            out.println("responses of " + sampled + " to pair, by prompt: " + whole);
        }
        Filtered<PreferencePair> kept =
                BestOfNPairs.of(whole.items(), judge.orElseThrow(), AttributeWeights.ALIGNMENT, new TerminalProgress());
        out.println("pairs of the best and the worst response of " + sampled + ": " + kept);
        Split<PreferencePair> pairs = AlignRows.split(kept.items(), PreferencePair::prompt);
        if (pairs.train().isEmpty() || pairs.validation().isEmpty()) {
            throw new IllegalArgumentException("pairs to train on and to hold out must be at least one each, got "
                    + pairs.train().size() + " and " + pairs.validation().size()
                    + "; begin in another folder with more --prompts or --samples");
        }
        return pairs;
    }
}
