package helpsteer.study.learning;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.RatedPair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.reward.calibration.CalibratedScorer;
import helpsteer.simulation.PairSource;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Pairs beyond those of the files, annotated by the same raters and filtered by the same rule: their gold helpfulness is known,
 * and so are their noisy ratings.
 */
final class TestPairs {
    /** So many that their mean is near what the best predictor of a rating gives. */
    private static final int REPETITIONS = 32;

    /** For a pair on which its annotators never agreed again. */
    private static final double MIDDLE = 2;

    private final List<AnnotatedPair> pairs;
    private final RaterPool raters;

    private TestPairs(List<AnnotatedPair> pairs, RaterPool raters) {
        this.pairs = pairs;
        this.raters = raters;
    }

    /** The first pairs at these positions whose annotators agree as the paper's last filter demands. */
    static TestPairs of(PairSource source, RaterPool raters, LongStream positions, int count) {
        return new TestPairs(
                positions
                        .mapToObj(position -> raters.annotate(source.pair(position)))
                        .filter(AnnotatedPair::agrees)
                        .limit(count)
                        .toList(),
                raters);
    }

    /** How well a scorer predicts helpfulness. */
    LearningScore score(String learner, long seed, Scorer scorer) {
        List<Pair<PromptResponse>> texts = pairs.stream()
                .map(each -> responses(each)
                        .map(response -> new PromptResponse(each.pair().prompt(), response.text())))
                .toList();
        List<Pair<Double>> byPair = Pair.<PromptResponse, Double>mapAll(texts, all -> scorer.score(all).stream()
                .map(AttributeScores::helpfulness)
                .toList());
        LearningScore score = score(learner, seed, byPair, byPair);
        return scorer instanceof CalibratedScorer known
                ? known.calibration()
                        .calibration()
                        .map(c -> score.with(PredictedPreferences.of(c.temperature(), apart(byPair), apart(ratings()))))
                        .orElse(score)
                : score;
    }

    private List<Pair<Double>> ratings() {
        return pairs.stream()
                .map(AnnotatedPair::released)
                .map(each -> new Pair<>((double) each.first().ratings().of(Attribute.HELPFULNESS), (double)
                        each.second().ratings().of(Attribute.HELPFULNESS)))
                .toList();
    }

    /**
     * The best there can be: pairs by what annotators see without noise, and ratings by the mean of {@value #REPETITIONS} more
     * annotations of the same response.
     */
    LearningScore ceiling(long seed) {
        List<Pair<Double>> seen = pairs.stream()
                .map(each -> responses(each).map(raters::expected))
                .toList();
        List<Pair<Double>> means = pairs.stream().map(this::meanRatings).toList();
        return score(LearningReport.CEILING, seed, seen, means);
    }

    private Pair<Double> meanRatings(AnnotatedPair pair) {
        List<RatedPair> again = IntStream.rangeClosed(1, REPETITIONS)
                .mapToObj(repetition -> raters.annotate(pair.pair(), repetition))
                .filter(AnnotatedPair::agrees) // as the ratings that are to be predicted
                .map(AnnotatedPair::released)
                .toList();
        return new Pair<>(
                mean(again, each -> each.first().ratings().helpfulness()),
                mean(again, each -> each.second().ratings().helpfulness()));
    }

    private static double mean(List<RatedPair> pairs, ToDoubleFunction<RatedPair> rating) {
        return pairs.stream().mapToDouble(rating).average().orElse(MIDDLE);
    }

    private LearningScore score(String learner, long seed, List<Pair<Double>> ranking, List<Pair<Double>> predicted) {
        List<Pair<Double>> gold = pairs.stream()
                .map(each -> responses(each).map(response -> response.gold().helpfulness()))
                .toList();
        List<Pair<Double>> ratings = ratings();
        return new LearningScore(
                learner,
                seed,
                agreement(apart(ranking), apart(gold)),
                agreement(apart(ranking), apart(ratings)),
                new LearningScore.RSquared(rSquared(predicted, ratings), rSquared(predicted, gold)));
    }

    private static double rSquared(List<Pair<Double>> predicted, List<Pair<Double>> truths) {
        return FitQuality.of(numbers(predicted), numbers(truths)).rSquared();
    }

    private static Pair<SimulatedResponse> responses(AnnotatedPair annotated) {
        SimulatedPair pair = annotated.pair();
        return new Pair<>(pair.first(), pair.second()); // first and second, not chosen and rejected
    }

    private static double[] apart(List<Pair<Double>> pairs) {
        return pairs.stream()
                .mapToDouble(both -> both.chosen() - both.rejected())
                .toArray();
    }

    private static double[] numbers(List<Pair<Double>> pairs) {
        return Pair.flat(pairs).stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The share of truths other than 0 whose sign the scores have, a score of 0 counting one half. */
    private static double agreement(double[] scores, double[] truths) {
        return IntStream.range(0, truths.length)
                .filter(i -> truths[i] != 0)
                .mapToDouble(i -> Accuracy.ofSigns(scores[i], truths[i]))
                .average()
                .orElse(Double.NaN);
    }
}
