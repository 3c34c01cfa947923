package helpsteer.study.overoptimization.text;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Progress;
import helpsteer.simulation.GoldRatings;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.world.SimulatedWorld;
import helpsteer.simulation.world.WorldSettings;
import helpsteer.stats.Values;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.StandardizedReward;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Vectors and gold rewards of all texts: pairs that proxies learn from, and many responses to each of some other prompts. */
final class TextPool {
    private static final String TASK = "writing simulated responses";

    /** What a rater divides a difference of gold by, in standard deviations of gold over all responses of the pairs. */
    static final double NOISE = 1.25;

    private final List<Pair<float[]>> pairs;
    private final int ofRepetition;
    private final double[] differences;
    private final List<float[][]> vectors;
    private final double[][] gold;
    private final double[][] uniform;

    private TextPool(
            List<Pair<float[]>> pairs,
            int ofRepetition,
            double[] differences,
            List<float[][]> vectors,
            double[][] gold) {
        this.pairs = pairs;
        this.ofRepetition = ofRepetition;
        this.differences = differences;
        this.vectors = vectors;
        uniform = Arrays.stream(gold).map(TextPool::uniform).toArray(double[][]::new);
        this.gold = StandardizedReward.of(gold, uniform);
    }

    private static double[] uniform(double[] of) {
        double[] out = new double[of.length];
        Arrays.fill(out, 1.0 / of.length);
        return out;
    }

    /** Number of pairs: as many for each repetition as its largest training set has, so that no two repetitions share one. */
    static int size(OveroptimizationSettings settings) {
        return Math.multiplyExact(settings.repetitions(), settings.mostPairs());
    }

    /** Writes the texts and computes the vectors that are not yet in the cache. */
    static TextPool of(OveroptimizationSettings settings, Vectors source) {
        SimulatedWorld world = SimulatedWorld.of(WorldSettings.standard(settings.seed()));
        Progress progress = Progress.current();
        int total = size(settings) + settings.prompts();
        List<PromptResponse> texts = new ArrayList<>();
        double[][] gold = new double[settings.prompts()][settings.responses()];
        for (int p = 0; p < settings.prompts(); p++) {
            Prompt prompt = world.prompt(p);
            for (int y = 0; y < settings.responses(); y++) {
                SimulatedResponse response = world.response(p, y);
                texts.add(new PromptResponse(prompt, response.text()));
                gold[p][y] = gold(response.gold());
            }
            progress.update(TASK, p + 1, total, "");
        }
        List<SimulatedPair> written = new ArrayList<>();
        for (int i = 0; i < size(settings); i++) {
            SimulatedPair pair =
                    world.pair(settings.prompts() + i); // the prompts before are those that policies answer
            written.add(pair);
            texts.add(new PromptResponse(pair.prompt(), pair.first().text()));
            texts.add(new PromptResponse(pair.prompt(), pair.second().text()));
            progress.update(TASK, settings.prompts() + i + 1, total, "");
        }
        float[][] all = source.of(texts);
        List<float[][]> vectors = IntStream.range(0, settings.prompts())
                .mapToObj(p -> Arrays.copyOfRange(all, p * settings.responses(), (p + 1) * settings.responses()))
                .toList();
        float[][] ofPairs = Arrays.copyOfRange(all, settings.prompts() * settings.responses(), all.length);
        return new TextPool(
                Pair.apart(written.size(), Arrays.asList(ofPairs)),
                settings.mostPairs(),
                differences(written),
                vectors,
                gold);
    }

    /** Of each pair the first's gold less the second's, in standard deviations of all responses. */
    private static double[] differences(List<SimulatedPair> written) {
        double[] first =
                written.stream().mapToDouble(pair -> gold(pair.first().gold())).toArray();
        double[] second =
                written.stream().mapToDouble(pair -> gold(pair.second().gold())).toArray();
        double sd = Values.sampleSd(IntStream.range(0, 2 * first.length)
                .mapToDouble(i -> i < first.length ? first[i] : second[i - first.length])
                .toArray());
        return Arrays.stream(Values.differences(first, second))
                .map(difference -> difference / sd)
                .toArray();
    }

    /** The paper's weights for alignment (arXiv 2406.08673, section 4.3). */
    private static double gold(GoldRatings ratings) {
        double sum = 0;
        for (Attribute attribute : Attribute.values()) {
            sum += AttributeWeights.ALIGNMENT.of(attribute) * ratings.of(attribute);
        }
        return sum;
    }

    /**
     * Draws pairs of one repetition without replacement and has them labelled by a noisy rater.
     *
     * @param count at most the largest training set
     */
    List<Pair<float[]>> draw(int count, int repetition, RandomGenerator random) {
        int[] order = IntStream.range(repetition * ofRepetition, (repetition + 1) * ofRepetition)
                .toArray();
        List<Pair<float[]>> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(order.length - i);
            int drawn = order[other];
            order[other] = order[i];
            Pair<float[]> pair = pairs.get(drawn);
            boolean prefersFirst = random.nextDouble() < 1 / (1 + Math.exp(-differences[drawn] / NOISE));
            out.add(prefersFirst ? pair : new Pair<>(pair.rejected(), pair.chosen()));
        }
        return out;
    }

    /** Vectors of the responses to each prompt, shape (prompts, responses, D). */
    List<float[][]> vectors() {
        return vectors;
    }

    /** Gold rewards, standardised over the responses, shape (prompts, responses). */
    double[][] gold() {
        return gold;
    }

    /** The same probability for all responses to a prompt, each being a draw from the reference policy. */
    double[][] uniform() {
        return uniform;
    }
}
