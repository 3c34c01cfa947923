package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.run.Json;
import helpsteer.simulation.GoldRatings;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Moments;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What no model can surpass on simulated data, by annotating the pairs of the files again and again.
 *
 * <p>Only annotations that pass the last filter count, as only these are released: the file's own and further ones of the same
 * pair, each pair with the same weight.
 *
 * <p>Noise is alike for both responses of a pair and ratings rise with what is perceived, so the order of what annotators without
 * noise perceive is the Bayes decision about a noisy label. A response's released ratings vary between repetitions by noise
 * alone: one less the share of that variance in the whole is the highest R² that a prediction from the text can have. The R² of
 * the gold value itself is lower, as annotators round and stay within the scale.
 */
final class Truth {
    /** The pairs are the first of the ratings files, no more once there are so many. */
    private static final int ENOUGH_PAIRS = 20_000;

    /** Annotations of a pair that pass the filter, the file's own among them. */
    private static final int REPETITIONS = 8;

    /** Annotations of a pair after which it is left at those that passed. */
    private static final int MOST_TRIES = 100;

    private final SimulationSettings settings;
    private final RaterPool pool;
    private final Batches bayesOfRatings = Batches.mean();
    private final Batches goldOfRatings = Batches.mean();
    private final Batches bayesOfPreferences = Batches.mean();
    private final Batches goldOfPreferences = Batches.mean();
    private final Batches bayesOfGold = Batches.mean();
    private final Batches tiedRatings = Batches.mean();
    private final Batches tiedPreferences = Batches.mean();
    private final Batches removed = Batches.mean();
    private final Map<Attribute, Batches> ceilings = new EnumMap<>(Attribute.class);
    private final Map<Attribute, Batches> ofGold = new EnumMap<>(Attribute.class);
    private long pairs;

    private Truth(SimulationSettings settings, RaterPool pool) {
        this.settings = settings;
        this.pool = pool;
        for (Attribute attribute : Attribute.values()) {
            ceilings.put(attribute, new Batches(5, Truth::ceiling));
            ofGold.put(attribute, new Batches(4, Truth::rSquared));
        }
    }

    static Truth of(SimulationSettings settings, RatingsPass files, RaterPool pool) throws InterruptedException {
        Truth truth = new Truth(settings, pool);
        Pass.At at = Pass.At.START;
        while (at.made() < Math.min(files.total(), ENOUGH_PAIRS)) {
            Division.Stretch<AnnotatedPair> stretch = files.stretch(at);
            stretch.pairs()
                    .forEach(each -> truth.removed.add(each.pair().pair().position(), each.isReleased() ? 0 : 1, 1));
            stretch.pairs().parallelStream()
                    .filter(Division.Placed::isReleased)
                    .map(each -> released(each.pair(), pool))
                    .toList()
                    .forEach(truth::add);
            at = stretch.end();
            if (Thread.interrupted()) {
                throw new InterruptedException("simulation was interrupted; the same call goes on");
            }
        }
        truth.pairs = at.made();
        return truth;
    }

    /** A pair of the files with its annotations there, and with others that pass the filter. */
    private static List<AnnotatedPair> released(AnnotatedPair file, RaterPool pool) {
        return Stream.concat(
                        Stream.of(file),
                        IntStream.range(1, MOST_TRIES)
                                .mapToObj(repetition -> pool.annotate(file.pair(), repetition))
                                .filter(AnnotatedPair::agrees))
                .limit(REPETITIONS)
                .toList();
    }

    private void add(List<AnnotatedPair> repetitions) {
        SimulatedPair pair = repetitions.get(0).pair();
        double gold = pair.second().gold().helpfulness() - pair.first().gold().helpfulness();
        double seen = pool.expected(pair.second()) - pool.expected(pair.first());
        if (gold != 0) {
            bayesOfGold.add(pair.position(), Accuracy.ofSigns(seen, gold), 1);
        }
        double[] compared = {seen + settings.raters().positionBias(), gold};
        double[] rated = {seen, gold};
        double weight = 1.0 / repetitions.size();
        for (AnnotatedPair each : repetitions) {
            judge(pair.position(), compared, each.verdict().overall().strength(), false, weight);
            judge(pair.position(), rated, each.released().difference(Attribute.HELPFULNESS), true, weight);
        }
        for (int response = 0; response < 2; response++) {
            int at = response;
            List<Ratings> ratings = repetitions.stream()
                    .map(each -> each.responses().get(at).scores().released())
                    .toList();
            GoldRatings truth = (at == 0 ? pair.first() : pair.second()).gold();
            for (Attribute attribute : Attribute.values()) {
                double[] numbers =
                        ratings.stream().mapToDouble(each -> each.of(attribute)).toArray();
                addRatings(pair.position(), attribute, truth.of(attribute), numbers);
            }
        }
    }

    /** Counts how a label fits what annotators see without noise, and how it fits the gold order. */
    private void judge(long number, double[] seenAndGold, int label, boolean rating, double weight) {
        (rating ? tiedRatings : tiedPreferences).add(number, label == 0 ? weight : 0, weight);
        if (label != 0) {
            (rating ? bayesOfRatings : bayesOfPreferences)
                    .add(number, weight * Accuracy.ofSigns(seenAndGold[0], label), weight);
            (rating ? goldOfRatings : goldOfPreferences)
                    .add(number, weight * Accuracy.ofSigns(seenAndGold[1], label), weight);
        }
    }

    /**
     * Adds a response: the variance of its ratings between repetitions, the ratings themselves, and how far the file's rating is
     * from the gold value.
     *
     * @param ratings the file's first
     */
    private void addRatings(long number, Attribute attribute, double gold, double[] ratings) {
        Moments moments = Moments.of(ratings);
        Batches ceiling = ceilings.getOrDefault(attribute, Batches.mean());
        double mean = moments.mean();
        ceiling.add(
                number,
                0,
                0,
                mean,
                DoubleStream.of(ratings).map(r -> r * r).average().orElseThrow(),
                1);
        if (ratings.length > 1) {
            ceiling.add(number, moments.sampleSd() * moments.sampleSd(), 1, 0, 0, 0);
        }
        double rating = ratings[0];
        ofGold.getOrDefault(attribute, Batches.mean())
                .add(number, (rating - gold) * (rating - gold), rating, rating * rating, 1);
    }

    /**
     * The highest R².
     *
     * @param sums of variances within responses and their number, of means, of mean squares and their number
     */
    private static double ceiling(double[] sums) {
        double mean = sums[2] / sums[4];
        return 1 - sums[0] / sums[1] / (sums[3] / sums[4] - mean * mean);
    }

    /**
     * R² of a prediction.
     *
     * @param sums of squared errors, of ratings, of their squares, and their number
     */
    private static double rSquared(double[] sums) {
        double mean = sums[1] / sums[3];
        return 1 - sums[0] / (sums[2] - sums[3] * mean * mean);
    }

    /** What the file holds. */
    JsonNode tree() {
        ObjectNode tree = Json.object()
                .put("label", settings.label())
                .put("format", SimulatedMark.FORMAT)
                .put("seed", settings.seed());
        tree.set("settings", settings.tree());
        tree.put("pairs", pairs).put("annotations_of_a_pair", REPETITIONS);
        ObjectNode ratings = tree.putObject("helpfulness");
        ratings.set("bayes_accuracy_of_labels", bayesOfRatings.tree());
        ratings.set("gold_accuracy_of_labels", goldOfRatings.tree());
        ratings.set("bayes_accuracy_of_gold", bayesOfGold.tree());
        ratings.set("ties", tiedRatings.tree());
        ratings.set("removed_by_the_last_filter", removed.tree());
        ObjectNode preferences = tree.putObject("preference");
        preferences.set("bayes_accuracy_of_labels", bayesOfPreferences.tree());
        preferences.set("gold_accuracy_of_labels", goldOfPreferences.tree());
        preferences.set("ties", tiedPreferences.tree());
        ObjectNode highest = tree.putObject("r_squared_ceiling");
        ceilings.forEach((attribute, batches) -> highest.set(attribute.key(), batches.tree()));
        ObjectNode gold = tree.putObject("r_squared_of_gold");
        ofGold.forEach((attribute, batches) -> gold.set(attribute.key(), batches.tree()));
        return tree;
    }
}
