package helpsteer.study.coverage;

import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.study.Replicates;
import helpsteer.study.coverage.IntervalTrial.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Tries intervals and tests on samples whose truth is known. */
public final class CoverageStudy {
    private static final String TASK = "coverage";

    private final List<IntervalScenario> intervals;
    private final List<TestScenario> tests;

    /**
     * A study of these scenarios.
     *
     * @param intervals tried for their coverage
     * @param tests tried for their false positives and power
     */
    public CoverageStudy(List<IntervalScenario> intervals, List<TestScenario> tests) {
        this.intervals = List.copyOf(intervals);
        this.tests = List.copyOf(tests);
    }

    /**
     * How a study is run.
     *
     * @param replications samples of each scenario, at least 20; slow ones get their part of them, tests four times as many
     *     without an effect, as the band that they must lie in is half as wide
     * @param seed of all samples
     * @param threads at least 1; the results are the same for any number
     */
    public record Settings(int replications, long seed, int threads) {
        private static final int FEWEST = 20;
        private static final int WITHOUT_EFFECT = 4;

        public Settings {
            if (replications < FEWEST) {
                throw new IllegalArgumentException("replications must be at least " + FEWEST + ", got " + replications);
            }
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be at least 1, got " + threads);
            }
        }

        private int withoutEffect() {
            return WITHOUT_EFFECT * replications;
        }
    }

    /**
     * The scenarios whose estimator or data have the word in their name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public CoverageStudy only(String word) {
        CoverageStudy chosen = new CoverageStudy(
                intervals.stream().filter(s -> s.setting().has(word)).toList(),
                tests.stream().filter(s -> s.setting().has(word)).toList());
        if (chosen.size() == 0) {
            throw new IllegalArgumentException(
                    "word must stand in the name of a scenario, got " + word + "; take one of "
                            + settings().map(Setting::estimator).distinct().toList());
        }
        return chosen;
    }

    /** Number of scenarios. */
    public int size() {
        return intervals.size() + tests.size();
    }

    private Stream<Setting> settings() {
        return Stream.concat(
                intervals.stream().map(IntervalScenario::setting),
                tests.stream().map(TestScenario::setting));
    }

    /**
     * Draws the samples and counts.
     *
     * @throws CancellationException where the thread is interrupted
     */
    public CoverageReport run(Settings settings) {
        long all = settings()
                        .mapToLong(s -> s.replications(settings.replications()))
                        .sum()
                + tests.stream()
                        .mapToLong(s -> s.setting().replications(settings.withoutEffect()))
                        .sum();
        Runner runner = new Runner(settings, all);
        List<IntervalResult> ofIntervals = new ArrayList<>();
        intervals.forEach(scenario -> ofIntervals.add(runner.run(scenario)));
        List<TestResult> ofTests = new ArrayList<>();
        tests.forEach(scenario -> ofTests.add(runner.run(scenario)));
        Progress.current().update(TASK, all, all, "");
        return new CoverageReport(settings.replications(), settings.seed(), ofIntervals, ofTests);
    }

    /** Runs one scenario after the other and tells how far all of them are. */
    private static final class Runner {
        private final Settings settings;
        private final Replicates replicates;
        private final long all;
        private long before;

        private Runner(Settings settings, long all) {
            this.settings = settings;
            this.replicates = new Replicates(settings.threads());
            this.all = all;
        }

        private IntervalResult run(IntervalScenario scenario) {
            IntervalTrial trial = scenario.trial().get();
            List<Optional<Draw>> draws = drawn(scenario.setting(), "interval", settings.replications(), trial::draw);
            List<Draw> taken = taken(scenario.setting(), draws);
            return IntervalResult.of(scenario.setting(), taken, draws.size() - taken.size(), trial.truthError());
        }

        private TestResult run(TestScenario scenario) {
            List<Optional<Double>> none =
                    drawn(scenario.setting(), "null", settings.withoutEffect(), scenario.underNull()::draw);
            List<Optional<Double>> some = drawn(
                    scenario.setting(), "alternative", settings.replications(), scenario.underAlternative()::draw);
            List<Double> underNull = taken(scenario.setting(), none);
            List<Double> underAlternative = taken(scenario.setting(), some);
            int refused = none.size() + some.size() - underNull.size() - underAlternative.size();
            return TestResult.of(scenario.setting(), underNull, underAlternative, refused);
        }

        /** What each sample gave; empty where the estimator refused it. */
        private <T> List<Optional<T>> drawn(
                Setting setting, String kind, int asked, Function<SplittableRandom, T> trial) {
            Seed seed = new Seed(settings.seed());
            String stream = kind + " " + setting;
            IntConsumer progress = done -> Progress.current().update(TASK, before + done, all, setting.toString());
            progress.accept(0);
            List<Optional<T>> draws = replicates.of(
                    setting.replications(asked),
                    i -> {
                        try {
                            return Optional.of(trial.apply(seed.stream(stream, i)));
                        } catch (IllegalArgumentException e) {
                            return Optional.empty(); // counted, and shown where it happens
                        }
                    },
                    progress);
            before += draws.size();
            return draws;
        }

        private static <T> List<T> taken(Setting setting, List<Optional<T>> draws) {
            List<T> taken = draws.stream().flatMap(Optional::stream).toList();
            if (taken.isEmpty()) {
                throw new IllegalStateException("estimator must take some sample, got none of " + draws.size() + " by "
                        + setting + "; its scenario is at fault");
            }
            return taken;
        }
    }
}
