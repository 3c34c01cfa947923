package helpsteer.simulation;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.run.Seed;
import helpsteer.simulation.files.DataSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Pairs whose gold ratings have the means, spreads and correlations with helpfulness of HelpSteer2 (arXiv 2406.08673, Table 2),
 * with texts that say nothing.
 */
public record FakeSource(Seed seed) implements DataSource {
    private static final Map<Attribute, Latent> LATENT = new EnumMap<>(Map.of(
            Attribute.HELPFULNESS, Latent.of(2.8655, 1.2703, 1),
            Attribute.CORRECTNESS, Latent.of(2.9644, 1.2689, 0.955),
            Attribute.COHERENCE, Latent.of(3.6393, 0.6491, 0.60),
            Attribute.COMPLEXITY, Latent.of(1.7048, 0.6986, 0.19),
            Attribute.VERBOSITY, Latent.of(1.9999, 0.7571, 0.063)));

    /**
     * A normal distribution that, clipped to the scale, has a mean and a spread that are wanted.
     *
     * @param correlation with helpfulness, before clipping
     */
    private record Latent(double mean, double sd, double correlation) {
        private static final int STEPS = 400;

        static Latent of(double mean, double sd, double correlation) {
            double m = mean;
            double s = sd;
            for (int i = 0; i < STEPS; i++) {
                double sum = 0;
                double squares = 0;
                double weights = 0;
                for (double z = -4; z <= 4; z += 0.02) {
                    double weight = Math.exp(-z * z / 2);
                    double value = clip(m + s * z);
                    sum += weight * value;
                    squares += weight * value * value;
                    weights += weight;
                }
                double found = sum / weights;
                m += mean - found;
                s *= sd / Math.sqrt(squares / weights - found * found);
            }
            return new Latent(m, s, correlation);
        }

        double value(double helpfulness, double own) {
            return clip(mean + sd * (correlation * helpfulness + Math.sqrt(1 - correlation * correlation) * own));
        }

        private static double clip(double value) {
            return Math.max(Attribute.MIN, Math.min(Attribute.MAX, value));
        }
    }

    @Override
    public SimulatedPair pair(long position) {
        return new SimulatedPair(
                position, prompt(position), response("first", position, 0L), response("second", position, 0L));
    }

    /** Two of seven have a second turn, as 29 % of HelpSteer2's prompts do. */
    private static Prompt prompt(long position) {
        Turn last = new Turn(Role.USER, "What is number " + position + "?");
        return position % 7 < 5
                ? new Prompt(List.of(last))
                : new Prompt(List.of(
                        new Turn(Role.USER, "Hello, this is talk " + position + "."),
                        new Turn(Role.ASSISTANT, "Hello."),
                        last));
    }

    @Override
    public SimulatedPair planted(String subset, long position) {
        Prompt prompt = Prompt.ofUser("Which of " + subset + " is number " + position + "?");
        SimulatedResponse one = response(subset, position, 0L);
        SimulatedResponse other = response(subset, position, 1L);
        boolean better = one.gold().helpfulness() >= other.gold().helpfulness();
        return new SimulatedPair(position, prompt, better ? one : other, better ? other : one);
    }

    @Override
    public Prompt prompt(String domain, long position) {
        return Prompt.ofUser("What of " + domain + " is number " + position + "?");
    }

    @Override
    public SimulatedResponse response(String domain, long position, int candidate) {
        return response(domain, position, (long) candidate);
    }

    private SimulatedResponse response(String stream, long position, long turn) {
        SplittableRandom random = seed.stream(stream + turn, position);
        double helpfulness = random.nextGaussian();
        Map<Attribute, Double> gold = new EnumMap<>(Attribute.class);
        LATENT.forEach((attribute, latent) -> gold.put(attribute, latent.value(helpfulness, random.nextGaussian())));
        int words = (int) Math.max(2, 45 * Math.exp(0.6 * random.nextGaussian()));
        String text = "Text " + random.nextInt(1_000_000) + " of é" + " words".repeat(words) + ".";
        return new SimulatedResponse(
                text,
                new Qualities(
                        new Qualities.Asked(1, false, 1),
                        new Qualities.Content(1, 0, 0, 0),
                        new Qualities.Flow(false, 0, 0, 0),
                        new Qualities.Style(1, 0)),
                new GoldRatings(
                        gold.get(Attribute.HELPFULNESS),
                        gold.get(Attribute.CORRECTNESS),
                        gold.get(Attribute.COHERENCE),
                        gold.get(Attribute.COMPLEXITY),
                        gold.get(Attribute.VERBOSITY)));
    }
}
