package helpsteer.align;

import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.align.steerlm.SteerLm2Iteration;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A chain of five stages on the tiny policy, for a process that is killed; says on its output how far it is. */
public final class KillableChain {
    public static final List<String> STAGES = List.of("sft", "steerlm", "steerlm2-1", "steerlm2-2", "dpo");

    private KillableChain() {}

    public static void main(String[] arguments) {
        run(Path.of(arguments[0]), System.out::println);
        System.out.println("done");
    }

    public static List<AlignmentPipeline.Done> run(Path folder, Consumer<String> say) {
        return Progress.during(
                (task, done, total, note) -> say.accept(task + " " + done),
                () -> TrainingListener.during(watcher(say), () -> chain(1e-2).run(folder)));
    }

    public static AlignmentPipeline chain(double rate) {
        TrainingArgs args = TinyPolicy.tuning(1, 8, rate);
        return new AlignmentPipeline(
                TinyPolicy.backbone(),
                TinyPolicy.adapted(InputConfig.Template.OWN),
                new Seed(1),
                List.of(
                        new AlignmentPipeline.Stage(
                                "sft", before -> new Run<>(new Sft(before.start(), lessons(Optional.empty())), args)),
                        new AlignmentPipeline.Stage(
                                "steerlm",
                                before -> new Run<>(
                                        new Sft(before.start(), lessons(Optional.of(TinyPolicy.WANTED))), args)),
                        new AlignmentPipeline.Stage("steerlm2-1", before -> iteration(before, 5)),
                        new AlignmentPipeline.Stage("steerlm2-2", before -> iteration(before, 6)),
                        new AlignmentPipeline.Stage(
                                "dpo",
                                before -> new Run<>(
                                        new Dpo(before.start(), pairs(), new DpoLoss(BradleyTerry.REGULAR, 0.1)),
                                        args))));
    }

    private static Run<Policy> iteration(AlignmentPipeline.Before before, long seed) {
        SteerLm2Iteration.Judges judges =
                new SteerLm2Iteration.Judges(() -> before.open("sft"), TinyPolicy.LENGTH, "sft and length");
        return new Run<>(
                iteration().with(before.start(), judges), TrainingArgs.constant(3, 4, 1e-2, 0, new Seed(seed)));
    }

    public static SteerLm2Iteration iteration() {
        return new SteerLm2Iteration(
                new SteerLm2Iteration.Questions(
                        split(20, TinyPolicy::prompt), List.of(TinyPolicy.WANTED, new Ratings(4, 4, 4, 2, 0))),
                PolicySampler.paper(6).withSamples(3),
                BetaRatings.of(Bins.HALF_INTEGER),
                true);
    }

    public static TrainingListener watcher(Consumer<String> say) {
        return new TrainingListener() {
            @Override
            public void resumed(int stepsDone) {
                say.accept("resumed " + stepsDone);
            }

            @Override
            public void step(StepRecord record) {
                say.accept("step " + record.step());
            }
        };
    }

    private static <T> Split<T> split(int count, IntFunction<T> of) {
        List<T> all = IntStream.range(0, count).mapToObj(of).toList();
        return new Split<>(all.subList(4, count), all.subList(0, 4));
    }

    private static Split<SftExample> lessons(Optional<Ratings> wanted) {
        return split(12, i -> new SftExample(TinyPolicy.exchanges(i + 1).get(i), wanted, false));
    }

    private static Split<Comparison> pairs() {
        return split(12, i -> new Comparison(TinyPolicy.prompt(i), "good " + i, "bad " + i, 1 + i % 3));
    }
}
