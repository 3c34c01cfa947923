package helpsteer.simulation.raters;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.run.Seed;
import helpsteer.simulation.SimulatedResponse;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A simulated annotator.
 *
 * @param id number in the pool, from 0
 * @param careless whether the ratings do not depend on the response
 * @param trusted whether quality assurance keeps the annotations
 * @param unreliability factor on the usual errors
 * @param severity what is added to each attribute, in rating points
 */
record Rater(int id, boolean careless, boolean trusted, double unreliability, Map<Attribute, Double> severity) {
    /** Share of the careless annotators that quality assurance finds out. */
    private static final double FOUND_OUT = 0.9;

    /** How far annotators differ in the size of their errors: standard deviation of its logarithm. */
    private static final double SPREAD_OF_UNRELIABILITY = 0.25;

    Rater {
        severity = Collections.unmodifiableMap(new EnumMap<>(severity));
    }

    /** The annotator of that number; a function of seed, number and settings. */
    static Rater of(Raters settings, Seed seed, int id) {
        SplittableRandom random = seed.stream("rater", id);
        double share = random.nextDouble();
        double luck = random.nextDouble();
        double unreliability = settings.noise() * Math.exp(SPREAD_OF_UNRELIABILITY * random.nextGaussian());
        Map<Attribute, Double> severity = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            severity.put(
                    attribute,
                    settings.noise() * AttributeNoise.of(attribute).severity() * random.nextGaussian());
        }
        boolean careless = share < settings.careless();
        return new Rater(id, careless, !careless || luck >= FOUND_OUT, unreliability, severity);
    }

    /**
     * The annotator's judgement of a response.
     *
     * @param bias what a planted bias adds to the perceived helpfulness
     */
    Annotation judge(SimulatedResponse response, boolean contested, double bias, SplittableRandom random) {
        Map<Attribute, Double> seen = new EnumMap<>(Attribute.class);
        double common = random.nextGaussian();
        for (Attribute attribute : Attribute.values()) {
            AttributeNoise noise = AttributeNoise.of(attribute);
            double own = random.nextGaussian();
            double factor = unreliability * (contested ? noise.contested() : 1);
            seen.put(
                    attribute,
                    careless
                            ? noise.careless().mean() + noise.careless().sd() * own
                            : response.gold().of(attribute)
                                    + severity.getOrDefault(attribute, 0.0)
                                    + noise.error(factor, common, own));
        }
        if (!careless) {
            seen.merge(Attribute.HELPFULNESS, bias, Double::sum);
        }
        return new Annotation(
                id,
                Ratings.of(attribute -> Annotation.rounded(seen.getOrDefault(attribute, 0.0))),
                seen.getOrDefault(Attribute.HELPFULNESS, 0.0));
    }
}
