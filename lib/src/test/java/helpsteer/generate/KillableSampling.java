package helpsteer.generate;

import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Samples to a file, for a process that is killed; says on its output how far it is. */
final class KillableSampling {
    static final SamplingParams SAMPLING =
            SamplingParams.plain(24).withSamples(3).withStops(List.of("e"));

    private KillableSampling() {}

    public static void main(String[] arguments) {
        write(new CompletionFile(Path.of(arguments[0])), line -> System.out.println("at " + line));
        System.out.println("done");
    }

    /** Hears at which prompt the file is. */
    interface At {
        void prompt(long done);
    }

    static List<int[]> prompts() {
        SplittableRandom random = new SplittableRandom(4);
        List<int[]> out = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            out.add(random.ints(random.nextInt(1, 20), 12, 700).toArray());
        }
        return out;
    }

    static List<List<Completion>> write(CompletionFile file, At at) {
        try (LanguageModel model = LanguageModel.open(LanguageModelTest.TINY)) {
            return Progress.during(
                    (task, done, total, note) -> at.prompt(done),
                    () -> file.write(model, prompts(), SAMPLING, Set.of(5), new Seed(1)));
        }
    }
}
