package helpsteer.simulation.raters;

import helpsteer.data.RatedResponse;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Seed;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Annotates pairs as section 2.1 of arXiv 2406.08673 tells it: three annotators judge both responses of a prompt one after
 * the other; quality assurance drops those who are found to be careless and asks others; two more are recruited for a
 * response whose helpfulness differs by more than 2.
 *
 * <p>The annotations of a pair are a function of the seed, the settings and the pair's position alone. Safe for use by
 * several threads.
 */
public final class RaterPool {
    /** How many annotators each response has at first. */
    private static final int USUAL = 3;

    private static final int RECRUITED = 2;

    /** Chance that an annotator who is asked for besides is found in time. */
    private static final double FOUND = 0.57;

    /** Chance that the third annotation is not valid, which leaves two. */
    private static final double INVALID = 0.01;

    /** Share of responses that annotators disagree about. */
    private static final double CONTESTED = 0.33;

    private final Raters settings;
    private final Seed seed;
    private final List<Rater> raters;

    /**
     * Hires the annotators.
     *
     * @throws IllegalArgumentException where too few of them would be trusted to annotate a response
     */
    public RaterPool(Raters settings, Seed seed) {
        this.settings = settings;
        this.seed = seed;
        raters = IntStream.range(0, settings.count())
                .mapToObj(id -> Rater.of(settings, seed, id))
                .toList();
        long trusted = raters.stream().filter(Rater::trusted).count();
        if (trusted < USUAL + RECRUITED) {
            throw new IllegalArgumentException("raters must be so many that " + (USUAL + RECRUITED)
                    + " are trusted, got " + trusted + " of " + settings.count()
                    + "; take more, or a smaller careless share");
        }
    }

    /**
     * What annotators without noise see in a response: its gold helpfulness and what a planted length bias adds. Who knows it
     * predicts noisy labels best.
     */
    public double expected(SimulatedResponse response) {
        return response.gold().helpfulness() + lengthBias(response);
    }

    private double lengthBias(SimulatedResponse response) {
        double doublings =
                Math.log((double) RatedResponse.characters(response.text()) / Raters.USUAL_CHARACTERS) / Math.log(2);
        return settings.lengthBias() * doublings;
    }

    /** A pair with the annotations that the files hold. */
    public AnnotatedPair annotate(SimulatedPair pair) {
        return annotate(pair, 0);
    }

    /**
     * The same pair annotated again, as if by chance it had been given to others.
     *
     * @param repetition 0 for the annotations that the files hold
     */
    public AnnotatedPair annotate(SimulatedPair pair, int repetition) {
        return new Desk(pair, seed.stream("annotations-" + repetition, pair.position())).annotated();
    }

    /** One pair on the way through the collection. */
    private final class Desk {
        private final SimulatedPair pair;
        private final SplittableRandom random;
        private final boolean firstContested;
        private final boolean secondContested;
        private final Set<Integer> asked = new HashSet<>();

        Desk(SimulatedPair pair, SplittableRandom random) {
            this.pair = pair;
            this.random = random;
            firstContested = random.nextDouble() < CONTESTED;
            secondContested = random.nextDouble() < CONTESTED;
        }

        AnnotatedPair annotated() {
            List<Judged> initial = new ArrayList<>();
            for (int i = 0; i < USUAL; i++) {
                initial.add(judged(next(false)));
            }
            List<Judged> trusted = new ArrayList<>(
                    initial.stream().filter(j -> j.rater.trusted()).toList());
            while (trusted.size() < USUAL) {
                trusted.add(judged(next(true)));
            }
            List<Judged> besides = List.of(judged(next(true)), judged(next(true)));
            AnnotatedResponse first = response(
                    pair.first(),
                    initial.stream().map(Judged::first).toList(),
                    trusted.stream().map(Judged::first).toList(),
                    besides.stream().map(Judged::first).toList());
            AnnotatedResponse second = response(
                    pair.second(),
                    initial.stream().map(Judged::second).toList(),
                    trusted.stream().map(Judged::second).toList(),
                    besides.stream().map(Judged::second).toList());
            return new AnnotatedPair(pair, first, second, verdict(trusted, besides));
        }

        private AnnotatedResponse response(
                SimulatedResponse of, List<Annotation> initial, List<Annotation> trusted, List<Annotation> besides) {
            List<Annotation> kept = new ArrayList<>(trusted);
            List<Integer> scores =
                    kept.stream().map(a -> a.ratings().helpfulness()).toList();
            boolean apart = Collections.max(scores) - Collections.min(scores) > RaterScores.WIDEST_RELEASED;
            for (Annotation another : besides) {
                if (apart && random.nextDouble() < FOUND) {
                    kept.add(another);
                }
            }
            if (kept.size() == USUAL && settings.noise() > 0 && random.nextDouble() < INVALID) {
                kept.remove(USUAL - 1);
            }
            return new AnnotatedResponse(pair.prompt(), of, initial, kept);
        }

        private AggregatedPreference verdict(List<Judged> trusted, List<Judged> besides) {
            AggregatedPreference.Maker maker = new AggregatedPreference.Maker(settings, pair, random);
            trusted.forEach(j -> maker.add(j.first, j.second));
            if (maker.isApart()) {
                besides.forEach(j -> maker.add(j.first, j.second));
            }
            return maker.verdict();
        }

        private Judged judged(Rater rater) {
            return new Judged(
                    rater,
                    rater.judge(pair.first(), firstContested, lengthBias(pair.first()), random),
                    rater.judge(pair.second(), secondContested, lengthBias(pair.second()), random));
        }

        private Rater next(boolean mustBeTrusted) {
            while (true) {
                Rater rater = raters.get(random.nextInt(raters.size()));
                if ((rater.trusted() || !mustBeTrusted) && asked.add(rater.id())) {
                    return rater;
                }
            }
        }
    }

    /** Both judgements of one annotator. */
    private record Judged(Rater rater, Annotation first, Annotation second) {}
}
