package helpsteer.align.rl;

import helpsteer.align.Policy;
import helpsteer.align.PolicySampler;
import helpsteer.align.TimingTable;
import helpsteer.align.Timings;
import helpsteer.align.pipeline.PolicyRun;
import helpsteer.align.rl.OnlineTraining.Plan;
import helpsteer.align.rl.OnlineTraining.Round;
import helpsteer.align.steerlm.PreparedPrompts;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.SamplingParams;
import helpsteer.reward.Scorer;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.RunDirectory;
import helpsteer.train.RoundCheckpoints;
import helpsteer.train.StepRecord;
import helpsteer.train.StepReport;
import helpsteer.train.TrainingResult;
import helpsteer.train.TrainingResult.Ending;
import helpsteer.train.TrainingResult.Validation;
import helpsteer.train.Watcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Rounds of REINFORCE or PPO in a folder. The end of each round is kept; a run that was cut off repeats the round where it
 * stood and ends with the same bytes, costs aside. The policy ends as the last round left it.
 *
 * @param stage how it learns; its seed is that of the sampling, too
 * @param prompts at least one; those that leave no room for an answer are not asked
 * @param size rounds and their prompts and samples
 * @param sampling how; its number of samples does not count
 * @param wanted the ratings that the policy is told, or none
 */
public record OnlineRun(
        OnlineStage stage,
        List<Prompt> prompts,
        OnlineTraining.Size size,
        SamplingParams sampling,
        Optional<Ratings> wanted) {
    public OnlineRun {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("prompts must be at least one, got none");
        }
    }

    /**
     * Who judges the responses.
     *
     * @param scorer the reward model
     * @param scale makes rewards of its scores; asked for where the run is not done yet
     * @param names what both are, for provenance
     */
    public record Judge(Scorer scorer, Supplier<RewardNormalization> scale, String names) {}

    /** The rounds as a run of a policy with adapters, which is held to what it was before them. */
    public PolicyRun with(Judge judge) {
        return new PolicyRun(
                stage + ", " + size + ", " + sampling + ", wanting " + wanted + ", judge " + judge.names,
                Hash.ofTexts(prompts.toString()),
                stage.tuning().seed(),
                (policy, directory, watcher, progress) -> train(policy, judge, directory, watcher, progress));
    }

    /** The rounds of a run that is done. */
    public static List<Round> rounds(Path folder) {
        List<Validation> looks = PolicyRun.training(folder).validations();
        return IntStream.range(0, looks.size())
                .mapToObj(i -> Round.of(i, looks.get(i)))
                .toList();
    }

    /** What sampling with scoring, and training, of a run that is done took. */
    public TimingTable costs(Path folder) {
        double tokens = rounds(folder).stream().mapToDouble(Round::tokens).sum() * size.prompts() * size.samples();
        return Timings.table(
                folder.resolve(Timings.FILE), Math.round(tokens), List.of("sampling"), PolicyRun.training(folder));
    }

    private TrainingResult train(
            Policy policy, Judge judge, RunDirectory directory, Watcher watcher, Progress progress) {
        Filtered<Prompt> asked = PreparedPrompts.fitting(policy, prompts, wanted, sampling.maxTokens());
        directory.log().write("asked", Map.of("prompts", asked.items().size(), "dropped", asked.dropped()));
        try (OnlineTraining training = new OnlineTraining(policy, stage);
                PolicySampler sampler = new PolicySampler(policy, sampling);
                Timings costs = Timings.open(directory.file(Timings.FILE));
                RoundCheckpoints kept =
                        RoundCheckpoints.open(directory.checkpoints(), toString(), training.optimizer())) {
            Rollouts.Source source = new Rollouts.Source(policy, sampler, judge.scorer, judge.scale.get(), wanted);
            Plan plan = new Plan(source, asked.items(), size);
            RoundCheckpoints.Done before = kept.resume();
            List<StepRecord> steps = new ArrayList<>(before.steps());
            List<Validation> rounds = new ArrayList<>(before.rounds());
            if (!rounds.isEmpty()) {
                watcher.resumed(steps.size());
            }
            while (rounds.size() < size.rounds()) {
                int first = steps.size();
                OnlineTraining.Done done = training.round(rounds.size(), plan, shifted(watcher, first), progress);
                done.training().steps().forEach(step -> steps.add(shifted(step, first)));
                rounds.add(done.round().look(steps.size()));
                kept.save(new RoundCheckpoints.Done(steps, rounds));
                costs.took("sampling", done.seconds());
                watcher.validation(rounds.get(rounds.size() - 1));
            }
            Validation last = rounds.get(rounds.size() - 1);
            return new TrainingResult(steps, rounds, steps.size(), last.loss(), Ending.FINISHED);
        }
    }

    private static StepRecord shifted(StepRecord step, int by) {
        return new StepRecord(step.step() + by, step.loss(), step.gradientNorm(), step.learningRate(), step.work());
    }

    /** Counts steps through; what a round's own loop sees of its loss is not the run's. */
    private static Watcher shifted(Watcher watcher, int by) {
        return new Watcher() {
            @Override
            public void step(StepRecord record) {
                watcher.step(shifted(record, by));
            }

            @Override
            public void report(StepReport report) {
                watcher.report(new StepReport(
                        shifted(report.step(), by), report.recent(), report.memory(), report.peakFlops()));
            }

            @Override
            public void withoutGradient(List<String> parameters) {
                watcher.withoutGradient(parameters);
            }
        };
    }
}
