package helpsteer.align.pipeline;

import helpsteer.align.Policy;
import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.align.eval.PolicyEvaluation;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.Scorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the policies of a run answer to the same held-out prompts, each asked as its stage taught it: told ratings or not.
 *
 * @param target ratings that policies are told
 * @param answers of the start, then of each stage
 * @param curves of the start and of each stage that is told ratings: what asking for other verbosities changes; none where
 *     no stage is told ratings, or the target has too few verbosities
 */
public record AlignmentEvaluation(
        TargetRatings target, List<ScoredGenerations> answers, List<ControllabilityCurve> curves) {
    private static final String FOLDER = "examination";

    public AlignmentEvaluation {
        answers = List.copyOf(answers);
        curves = List.copyOf(curves);
    }

    /** Asks and judges; the answers are kept in the run's folder. */
    static AlignmentEvaluation of(AlignmentRun run, Path folder, AlignmentRun.Result result) {
        TargetRatings target = result.data().target();
        List<ScoredGenerations> answers = new ArrayList<>();
        List<ControllabilityCurve> curves = new ArrayList<>();
        boolean controls = target.controls() && run.plan().tellsRatings();
        try (Policy policy = run.start()) {
            One start = new One(run, result.data(), folder, AlignmentPipeline.START, policy);
            answers.add(start.answers(Optional.empty()));
            if (controls) {
                curves.add(start.curve());
            }
        }
        AlignmentPipeline chain = new AlignmentChain(run, result.data()).chain();
        for (int i = 0; i < result.stages().size(); i++) {
            AlignmentPipeline.Done done = result.stages().get(i);
            boolean told = run.plan().stages().get(i).isToldRatings();
            try (Policy policy = chain.open(folder, done.name())) {
                One stage = new One(run, result.data(), done.folder(), done.name(), policy);
                answers.add(stage.answers(told ? Optional.of(target.ratings()) : Optional.empty()));
                if (controls && told) {
                    curves.add(stage.curve());
                }
            }
        }
        return new AlignmentEvaluation(target, answers, curves);
    }

    /** One policy with what it is asked. */
    private record One(AlignmentRun run, AlignmentData data, Path folder, String name, Policy policy) {
        ScoredGenerations answers(Optional<Ratings> told) {
            return asked().of(name, policy, told);
        }

        ControllabilityCurve curve() {
            TargetRatings target = data.target();
            return asked().control(name, policy, target.ratings(), Attribute.VERBOSITY, target.verbosities());
        }

        private PolicyEvaluation asked() {
            Scorer judge = run.judge().orElseThrow();
            AlignmentPlan plan = run.plan();
            return new PolicyEvaluation(
                    data.evaluated(),
                    plan.sampling().withSamples(1),
                    judge,
                    plan.tuning().seed(),
                    folder.resolve(FOLDER));
        }
    }
}
