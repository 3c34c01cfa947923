package helpsteer.cli;

import helpsteer.align.Policy;
import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.PolicyEvaluation;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.data.Attribute;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.PolicyTables;
import helpsteer.report.table.RunTables;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the policies of a chain answer to the same held-out prompts, each asked as its stage taught it: told ratings or not.
 *
 * @param answers of the start, then of each stage
 * @param curves of the start and of each stage that is told ratings; none where no stage is, or where control is not examined
 */
record AlignExamination(AlignWish wish, List<ScoredGenerations> answers, List<ControllabilityCurve> curves) {
    private static final String FOLDER = "examination";
    private static final GenerationMetric GOODNESS = GenerationMetric.goodness(AttributeWeights.ALIGNMENT);

    /** Asks and judges; the answers are kept in the chain's folder. */
    static AlignExamination of(
            AlignStages stages, AlignmentPipeline chain, List<AlignmentPipeline.Done> done, Path folder, Scorer judge) {
        AlignWords asked = stages.asked();
        AlignWish wish = stages.rows().wish();
        AlignExamination out = new AlignExamination(wish, new ArrayList<>(), new ArrayList<>());
        PolicyEvaluation start = examination(stages, folder, judge);
        Progress progress = new TerminalProgress();
        try (Policy policy = stages.start()) {
            out.answers.add(start.of("start", policy, Optional.empty(), progress));
            if (wish.controls() && asked.stages().stream().anyMatch(AlignWords::told)) {
                out.curves.add(out.control(start, "start", policy, progress));
            }
        }
        for (int i = 0; i < done.size(); i++) {
            String name = done.get(i).name();
            boolean told = AlignWords.told(asked.stages().get(i));
            PolicyEvaluation own = examination(stages, done.get(i).folder(), judge);
            try (Policy policy = chain.open(folder, name)) {
                out.answers.add(own.of(name, policy, told ? Optional.of(wish.ratings()) : Optional.empty(), progress));
                if (wish.controls() && told) {
                    out.curves.add(out.control(own, name, policy, progress));
                }
            }
        }
        return out;
    }

    private static PolicyEvaluation examination(AlignStages stages, Path folder, Scorer judge) {
        AlignWords asked = stages.asked();
        return new PolicyEvaluation(
                stages.rows().examined(),
                asked.sampling().withSamples(1),
                judge,
                asked.tuning().seed(),
                folder.resolve(FOLDER));
    }

    private ControllabilityCurve control(PolicyEvaluation of, String name, Policy policy, Progress progress) {
        return of.control(name, policy, wish.ratings(), Attribute.VERBOSITY, wish.verbosities(), progress);
    }

    /** Means, tests against the start and against the stage before, and what asking for verbosity changes, as texts. */
    List<String> tables() {
        ScoredGenerations start = answers.get(0);
        List<GenerationMetric> tested = List.of(GenerationMetric.CHARS, GOODNESS);
        List<String> out = new ArrayList<>();
        out.add(RunTables.text(PolicyTables.means(
                "On " + start.prompts().size() + " validation prompts; policies that were told ratings are asked for "
                        + wish.ratings().label(),
                answers,
                List.of(
                        GenerationMetric.CHARS,
                        GenerationMetric.ENDED,
                        GenerationMetric.predicted(Attribute.HELPFULNESS),
                        GOODNESS))));
        out.add(RunTables.text(PolicyTables.against(
                "Against the start", start, answers.subList(1, answers.size()), tested, GOODNESS)));
        if (answers.size() > 2) {
            out.add(RunTables.text(PolicyTables.steps("Against the stage before", answers, tested, GOODNESS)));
        }
        if (!curves.isEmpty()) {
            out.add(RunTables.text(PolicyTables.slopes(
                    "Asked for verbosities of " + wish.verbosities(),
                    curves,
                    List.of(GenerationMetric.CHARS, GenerationMetric.predicted(Attribute.VERBOSITY)))));
        } else if (!wish.controls()) {
            out.add("control is not examined: rows must have two verbosities at least, got " + wish.verbosities()
                    + "; give rows of others");
        }
        return out;
    }
}
