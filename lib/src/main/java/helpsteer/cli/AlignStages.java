package helpsteer.cli;

import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicyStart;
import helpsteer.align.dpo.BestOfNPairs;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.pipeline.AlignmentPipeline;
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
import helpsteer.train.Run;
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

    private Run<Policy> run(int stage, AlignmentPipeline.Before before) {
        PolicyStart start = before.start();
        PolicyJob job =
                switch (asked.stages().get(stage)) {
                    case AlignWords.SFT -> new Sft(start, rows.plain());
                    case AlignWords.STEERLM -> new Sft(start, rows.rated());
                    case AlignWords.STEERLM2 -> iteration(stage, before);
                    default -> new Dpo(start, pairs(stage, before), new DpoLoss(BradleyTerry.REGULAR, BETA));
                };
        return new Run<>(job, asked.tuning(stage));
    }

    /** The last stage of a kind before another, if any. */
    private Optional<String> last(String kind, int stage) {
        int at = asked.stages().subList(0, stage).lastIndexOf(kind);
        return at < 0 ? Optional.empty() : Optional.of(asked.names().get(at));
    }

    /** The prior is the SFT model; without one it is what the chain begins with. */
    private PolicyJob iteration(int stage, AlignmentPipeline.Before before) {
        Optional<String> sft = last(AlignWords.SFT, stage);
        CachedScorer scorer = judge.orElseThrow();
        return new SteerLm2Iteration(
                        new SteerLm2Iteration.Questions(
                                rows.prompts(), List.of(rows.wish().ratings())),
                        asked.sampling(),
                        BetaRatings.of(Bins.HALF_INTEGER),
                        true)
                .with(
                        before.start(),
                        new SteerLm2Iteration.Judges(
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
