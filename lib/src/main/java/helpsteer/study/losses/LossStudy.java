package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.test.PValues;
import helpsteer.stats.test.PairedTest;
import helpsteer.study.Replicates;
import helpsteer.study.losses.AttributeRecovery.Recovered;
import helpsteer.study.losses.LossPlan.Trial;
import helpsteer.study.losses.LossReport.Setup;
import helpsteer.study.losses.LossReport.SituationResult;
import helpsteer.study.losses.Score.Contrast;
import helpsteer.study.losses.Score.Means;
import helpsteer.study.losses.Situation.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Fits heads by every loss in worlds whose truth is known. A seed is a world with its pairs: all situations of a seed share
 * them, so that whatever is compared is compared on the same draws.
 */
public final class LossStudy {
    private static final String TASK = "losses";

    /** Pairs of each world on which the heads are tried. */
    private static final int FRESH = 10_000;

    private final Covariances covariances;
    private final LossPlan plan;

    /**
     * A study.
     *
     * @param covariances of the vectors
     * @param plan what is tried
     */
    public LossStudy(Covariances covariances, LossPlan plan) {
        this.covariances = covariances;
        this.plan = plan;
    }

    /**
     * How a study is run.
     *
     * @param seeds number of worlds, at least 2, as intervals are over them
     * @param seed of all worlds
     * @param threads at least 1; the results are the same for any number
     */
    public record Settings(int seeds, long seed, int threads) {
        public Settings {
            if (seeds < 2) {
                throw new IllegalArgumentException("seeds must be at least 2, got " + seeds);
            }
            if (threads < 1) {
                throw new IllegalArgumentException("threads must be at least 1, got " + threads);
            }
        }
    }

    /** A world with its draws. */
    private record World(LinearWorld truth, PairDraws train, PairDraws fresh) {}

    /** What one situation gave in one world: of each arm, and of the best guess. */
    private record Tried(List<Outcome> arms, Outcome best, double tieShare, double plantedWeight) {}

    /**
     * Runs everything.
     *
     * @throws CancellationException where the thread is interrupted
     */
    public LossReport run(Settings settings) {
        List<Trial> trials = plan.trials();
        int seeds = settings.seeds();
        int all = (trials.size() + plan.rows().size()) * seeds;
        Seed seed = new Seed(settings.seed());
        Replicates replicates = new Replicates(settings.threads());
        List<Tried> tried = replicates.of(
                trials.size() * seeds, i -> tried(trials.get(i / seeds), seed, i % seeds), done -> Progress.current()
                        .update(TASK, done, all, "situations"));
        List<Map<Attribute, Recovered>> recovered = replicates.of(
                plan.rows().size() * seeds,
                i -> recovered(plan.rows().get(i / seeds), seed, i % seeds),
                done -> Progress.current().update(TASK, trials.size() * seeds + done, all, "attributes"));
        Progress.current().update(TASK, all, all, "");
        List<SituationResult> results = new ArrayList<>();
        for (int t = 0; t < trials.size(); t++) {
            results.add(result(trials.get(t), tried.subList(t * seeds, (t + 1) * seeds)));
        }
        return new LossReport(
                new Setup(covariances.toString(), covariances.lengthShare(), plan, settings.seed(), seeds),
                corrected(results),
                attributes(recovered, seeds));
    }

    private World world(int pairs, Seed seed, int number) {
        return new World(
                LinearWorld.of(covariances, seed.stream("world", number)),
                PairDraws.of(covariances, pairs, seed.stream("training pairs", number)),
                PairDraws.of(covariances, FRESH, seed.stream("fresh pairs", number)));
    }

    private Tried tried(Trial trial, Seed seed, int number) {
        Situation situation = trial.situation();
        World world = world(situation.pairs(), seed, number);
        LinearWorld truth = world.truth();
        LabelledPairs train = LabelledPairs.of(truth, world.train(), situation.labelling(), situation.pairs());
        LabelledPairs fresh = LabelledPairs.of(truth, world.fresh(), situation.labelling(), FRESH);
        List<Outcome> outcomes = new ArrayList<>();
        for (Arm arm : trial.arms()) {
            TrainingPairs pairs = TrainingPairs.of(train, arm.ties());
            if (situation.shuffledStrengths()) {
                pairs = pairs.withStrengthsShuffled(seed.stream("strengths", number));
            }
            outcomes.add(Outcome.of(arm.remedy().fit(arm.learner(), pairs), truth, fresh));
        }
        Outcome best = Outcome.of(truth.bestGuess(situation.labelling()), truth, fresh);
        return new Tried(outcomes, best, train.tieShare(), truth.plantedWeight(situation.labelling()));
    }

    private Map<Attribute, Recovered> recovered(int pairs, Seed seed, int number) {
        World world = world(pairs, seed, number);
        Labelling usual = Labelling.of(plan.noise());
        return AttributeRecovery.of(
                world.truth(),
                LabelledPairs.of(world.truth(), world.train(), usual, pairs),
                LabelledPairs.of(world.truth(), world.fresh(), usual, FRESH),
                plan.noise());
    }

    private static SituationResult result(Trial trial, List<Tried> seeds) {
        List<Arm> arms = trial.arms();
        List<Score> scores = new ArrayList<>();
        for (int a = 0; a < arms.size(); a++) {
            int arm = a;
            Optional<Contrast> contrast = arms.get(a)
                    .reference()
                    .filter(arms::contains)
                    .map(reference -> contrast(seeds, arm, arms.indexOf(reference), reference));
            scores.add(new Score(arms.get(a), Means.of(outcomes(seeds, a)), contrast));
        }
        return new SituationResult(
                trial.situation(),
                seeds.stream().mapToDouble(Tried::tieShare).average().orElseThrow(),
                seeds.get(0).plantedWeight(),
                Means.of(seeds.stream().map(Tried::best).toList()),
                scores);
    }

    private static List<Outcome> outcomes(List<Tried> seeds, int arm) {
        return seeds.stream().map(tried -> tried.arms().get(arm)).toList();
    }

    private static Contrast contrast(List<Tried> seeds, int arm, int reference, Arm name) {
        IntFunction<double[]> gold =
                a -> outcomes(seeds, a).stream().mapToDouble(Outcome::gold).toArray();
        PairedTest test = PairedTest.t(gold.apply(arm), gold.apply(reference));
        return new Contrast(name, test.toEstimate(), test.pValue(), test.pValue());
    }

    /** The same with the p-values of each part corrected for being many. */
    private static List<SituationResult> corrected(List<SituationResult> results) {
        List<SituationResult> out = new ArrayList<>();
        for (Part part : Part.values()) {
            List<SituationResult> own = results.stream()
                    .filter(result -> result.situation().part() == part)
                    .toList();
            double[] holm = PValues.holm(own.stream()
                    .flatMap(result -> result.scores().stream())
                    .flatMap(score -> score.contrast().stream())
                    .mapToDouble(Contrast::pValue)
                    .toArray());
            var next = Arrays.stream(holm).iterator();
            for (SituationResult result : own) {
                List<Score> scores = result.scores().stream()
                        .map(score -> new Score(
                                score.arm(),
                                score.means(),
                                score.contrast()
                                        .map(c -> new Contrast(c.reference(), c.gold(), c.pValue(), next.next()))))
                        .toList();
                out.add(new SituationResult(
                        result.situation(), result.tieShare(), result.plantedWeight(), result.best(), scores));
            }
        }
        return out;
    }

    private List<AttributeRecovery> attributes(List<Map<Attribute, Recovered>> recovered, int seeds) {
        List<AttributeRecovery> out = new ArrayList<>();
        for (int r = 0; r < plan.rows().size(); r++) {
            int pairs = plan.rows().get(r);
            List<Map<Attribute, Recovered>> own = recovered.subList(r * seeds, (r + 1) * seeds);
            for (Attribute attribute : Attribute.values()) {
                List<Recovered> ofSeeds = IntStream.range(0, seeds)
                        .mapToObj(s -> Objects.requireNonNull(own.get(s).get(attribute)))
                        .toList();
                out.add(AttributeRecovery.of(attribute, pairs, ofSeeds));
            }
        }
        return out;
    }
}
