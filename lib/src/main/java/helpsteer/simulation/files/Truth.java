package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.RatedPair;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.run.Json;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.stats.Accuracy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What no model can surpass on simulated data, by annotating the same pairs again and again.
 *
 * <p>Noise is alike for both responses of a pair and ratings rise with what is perceived, so the order of what annotators without
 * noise perceive is the Bayes decision about a noisy label. A response's ratings vary between repetitions by noise alone: one
 * less the share of that variance in the whole is the highest R² that a prediction from the text can have.
 */
final class Truth {
    /** The pairs annotated again are the first of the ratings files, at most so many. */
    private static final int MOST_PAIRS = 10_000;

    private static final int REPETITIONS = 8;
    private static final int CHUNK = 1_000;

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
    private final int pairs;

    private Truth(SimulationSettings settings, RaterPool pool) {
        this.settings = settings;
        this.pool = pool;
        pairs = (int) Math.min(MOST_PAIRS, settings.trainPairs() + (long) settings.validationPairs());
        for (Attribute attribute : Attribute.values()) {
            ceilings.put(attribute, new Batches(5, Truth::ceiling));
        }
    }

    static Truth of(SimulationSettings settings, DataSource source, RaterPool pool) throws InterruptedException {
        Truth truth = new Truth(settings, pool);
        for (int from = 0; from < truth.pairs; from += CHUNK) {
            LongStream.range(from, Math.min(truth.pairs, from + CHUNK))
                    .parallel()
                    .mapToObj(position -> repeated(source.pair(position), pool))
                    .toList()
                    .forEach(truth::add);
            if (Thread.interrupted()) {
                throw new InterruptedException("simulation was interrupted; the same call goes on");
            }
        }
        return truth;
    }

    private static List<AnnotatedPair> repeated(SimulatedPair pair, RaterPool pool) {
        return IntStream.rangeClosed(1, REPETITIONS)
                .mapToObj(repetition -> pool.annotate(pair, repetition))
                .toList();
    }

    private void add(List<AnnotatedPair> repetitions) {
        SimulatedPair pair = repetitions.get(0).pair();
        long number = pair.position();
        double gold = pair.second().gold().helpfulness() - pair.first().gold().helpfulness();
        double seen = pool.expected(pair.second()) - pool.expected(pair.first());
        if (gold != 0) {
            bayesOfGold.add(number, Accuracy.ofSigns(seen, gold), 1);
        }
        for (AnnotatedPair each : repetitions) {
            int strength = each.verdict().overall().strength();
            judge(number, new double[] {seen + settings.raters().positionBias(), gold}, strength, false);
            removed.add(number, each.agrees() ? 0 : 1, 1);
        }
        List<RatedPair> released = repetitions.stream()
                .filter(AnnotatedPair::agrees)
                .map(AnnotatedPair::released)
                .toList();
        released.forEach(
                each -> judge(number, new double[] {seen, gold}, each.difference(Attribute.HELPFULNESS), true));
        if (released.size() > 1) {
            for (Attribute attribute : Attribute.values()) {
                addRatings(number, attribute, released, each -> each.first()
                        .ratings()
                        .of(attribute));
                addRatings(number, attribute, released, each -> each.second()
                        .ratings()
                        .of(attribute));
            }
        }
    }

    /** Counts how a label fits what annotators see without noise, and how it fits the gold order. */
    private void judge(long number, double[] seenAndGold, int label, boolean rating) {
        (rating ? tiedRatings : tiedPreferences).add(number, label == 0 ? 1 : 0, 1);
        if (label != 0) {
            (rating ? bayesOfRatings : bayesOfPreferences).add(number, Accuracy.ofSigns(seenAndGold[0], label), 1);
            (rating ? goldOfRatings : goldOfPreferences).add(number, Accuracy.ofSigns(seenAndGold[1], label), 1);
        }
    }

    /** Adds the variance of a response's ratings between repetitions, and the ratings themselves. */
    private void addRatings(
            long number, Attribute attribute, List<RatedPair> released, ToDoubleFunction<RatedPair> rating) {
        double sum = 0;
        double squares = 0;
        for (RatedPair each : released) {
            double value = rating.applyAsDouble(each);
            sum += value;
            squares += value * value;
        }
        int n = released.size();
        double variance = (squares - sum * sum / n) / (n - 1);
        ceilings.getOrDefault(attribute, Batches.mean()).add(number, variance, 1, sum / n, squares / n, 1);
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

    /** What the file holds. */
    JsonNode tree() {
        ObjectNode tree = Json.object()
                .put("label", settings.label())
                .put("format", SimulatedMark.FORMAT)
                .put("seed", settings.seed());
        tree.set("settings", settings.tree());
        tree.put("pairs", pairs).put("repetitions", REPETITIONS);
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
        return tree;
    }
}
