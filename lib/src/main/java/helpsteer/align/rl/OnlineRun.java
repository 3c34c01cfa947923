package helpsteer.align.rl;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicySampler;
import helpsteer.align.PolicyStart;
import helpsteer.align.TimingTable;
import helpsteer.align.Timings;
import helpsteer.align.rl.OnlineTraining.Plan;
import helpsteer.align.rl.OnlineTraining.Round;
import helpsteer.align.steerlm.PreparedPrompts;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.SamplingParams;
import helpsteer.reward.Scorer;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.RunDirectory;
import helpsteer.text.PromptResponse;
import helpsteer.train.Job;
import helpsteer.train.RoundCheckpoints;
import helpsteer.train.Run;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.metrics.TrainingResult.Validation;
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
 * @param stage how it learns
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

    /**
     * The rounds as a training of a policy with adapters, which is held to what it was before them; the seed of its arguments is
     * that of the sampling, too.
     */
    public PolicyJob with(PolicyStart from, Judge judge) {
        return new Judged(from, this, judge);
    }

    private record Judged(PolicyStart from, OnlineRun online, Judge judge) implements PolicyJob {
        @Override
        public String loss() {
            return online.stage.loss();
        }

        @Override
        public int rows() {
            return online.prompts.size();
        }

        @Override
        public JsonNode task() {
            return Json.tree(Map.of(
                    "stage", online.stage,
                    "size", online.size,
                    "sampling", online.sampling,
                    "wanted", online.wanted,
                    "judge", judge.names));
        }

        @Override
        public String dataSha256() {
            return Hash.ofTexts(online.prompts.stream().map(prompt -> new PromptResponse(prompt, "").contentHash()));
        }

        @Override
        public TrainingResult train(Policy policy, Session session) {
            return online.train(policy, this, session);
        }
    }

    /** The rounds of a run that is done. */
    public static List<Round> rounds(Path folder) {
        List<Validation> looks = Run.training(folder).validations();
        return IntStream.range(0, looks.size())
                .mapToObj(i -> Round.of(i, looks.get(i)))
                .toList();
    }

    /**
     * What sampling with scoring, and training, of a run that is done took.
     *
     * @param size of its rounds
     */
    public static TimingTable costs(Path folder, OnlineTraining.Size size) {
        double tokens = rounds(folder).stream().mapToDouble(Round::tokens).sum() * size.prompts() * size.samples();
        return Timings.table(
                folder.resolve(Timings.FILE), Math.round(tokens), List.of("sampling"), Run.training(folder));
    }

    private TrainingResult train(Policy policy, Judged job, Job.Session session) {
        Judge judge = job.judge;
        RunDirectory directory = session.directory();
        TrainingListener listener = TrainingListener.current();
        Filtered<Prompt> asked = PreparedPrompts.fitting(policy, prompts, wanted, sampling.maxTokens());
        directory.log().write("asked", Map.of("prompts", asked.items().size(), "dropped", asked.dropped()));
        try (OnlineTraining training = new OnlineTraining(policy, stage, session.args());
                PolicySampler sampler = new PolicySampler(policy, sampling);
                Timings costs = Timings.open(directory.file(Timings.FILE));
                RoundCheckpoints kept = RoundCheckpoints.open(
                        directory.checkpoints(), Json.canonical(rounds(job, session)), training.optimizer())) {
            Rollouts.Source source = new Rollouts.Source(policy, sampler, judge.scorer, judge.scale.get(), wanted);
            Plan plan = new Plan(source, asked.items(), size);
            RoundCheckpoints.Done before = kept.resume();
            List<StepRecord> steps = new ArrayList<>(before.steps());
            List<Validation> rounds = new ArrayList<>(before.rounds());
            if (!rounds.isEmpty()) {
                listener.resumed(steps.size());
            }
            while (rounds.size() < size.rounds()) {
                int first = steps.size();
                OnlineTraining.Done done =
                        TrainingListener.during(shifted(listener, first), () -> training.round(rounds.size(), plan));
                done.training().steps().forEach(step -> steps.add(shifted(step, first)));
                rounds.add(done.round().look(steps.size()));
                kept.save(new RoundCheckpoints.Done(steps, rounds));
                costs.took("sampling", done.seconds());
                listener.validation(rounds.get(rounds.size() - 1));
            }
            listener.ended();
            Validation last = rounds.get(rounds.size() - 1);
            return new TrainingResult(steps, rounds, steps.size(), last.loss(), Ending.FINISHED);
        }
    }

    /** What besides optimiser and parameters decides over the rounds. */
    private static Map<String, Object> rounds(Judged job, Job.Session session) {
        return Map.of("task", job.task(), "data", job.dataSha256(), "args", session.args());
    }

    private static StepRecord shifted(StepRecord step, int by) {
        return new StepRecord(step.step() + by, step.loss(), step.gradientNorm(), step.learningRate(), step.work());
    }

    /** Counts steps through; what a round's own loop sees of its loss is not the run's. */
    private static TrainingListener shifted(TrainingListener listener, int by) {
        return new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                listener.step(shifted(record, by));
            }

            @Override
            public void report(StepReport report) {
                listener.report(new StepReport(
                        shifted(report.step(), by), report.recent(), report.memory(), report.peakFlops()));
            }

            @Override
            public void withoutGradient(List<String> parameters) {
                listener.withoutGradient(parameters);
            }
        };
    }
}
