package helpsteer.bench.rewardbench;

import helpsteer.data.benchmark.BestOfN;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Mover;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One model's result on RewardBench 2, prompt by prompt.
 *
 * @param model the model's name
 * @param rows what was scored, in the order of the file
 */
public record RewardBench2Result(String model, List<Scored> rows) {
    private static final double LEVEL = 0.95;

    /**
     * A prompt with the scores of its completions.
     *
     * @param correct how many of the scores, counted from the first, belong to right completions
     * @param scores the right completions' first
     */
    public record Scored(String id, Domain domain, int correct, List<Double> scores) {
        public Scored {
            scores = List.copyOf(scores);
            if (correct < 1 || correct >= scores.size()) {
                throw new IllegalArgumentException("correct of " + domain.title() + "/" + id + " must be in 1.."
                        + (scores.size() - 1) + ", got " + correct);
            }
            if (domain != Domain.TIES && correct != 1) {
                throw new IllegalArgumentException(
                        "correct of " + domain.title() + "/" + id + " must be 1 outside Ties, got " + correct);
            }
            for (double score : scores) {
                if (!Double.isFinite(score)) {
                    throw new IllegalArgumentException(
                            "scores of " + domain.title() + "/" + id + " must be finite, got " + score);
                }
            }
        }

        /**
         * What the prompt is worth outside Ties: 0 where the right completion does not score highest, otherwise 1 over the
         * number that share the highest score (allenai/reward-bench, {@code reroll_and_score_dataset}).
         */
        public double credit() {
            double highest = Collections.max(scores);
            return scores.get(0) < highest
                    ? 0
                    : 1.0 / scores.stream().filter(s -> s == highest).count(); // by value: -0.0 equals 0.0
        }
    }

    public RewardBench2Result {
        rows = List.copyOf(rows);
        Set<String> keys = new HashSet<>();
        for (Scored row : rows) {
            if (!keys.add(row.domain() + "/" + row.id())) {
                throw new IllegalArgumentException(
                        "rows must be unique, got " + row.domain().title() + "/" + row.id() + " twice");
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows must not be empty, got none");
        }
    }

    /** Scores every completion with a model. */
    public static RewardBench2Result of(String model, List<BestOfN> rows, Scorer scorer, AttributeWeights weights) {
        List<List<AttributeScores>> scores = scorer.scoreResponses(
                rows.stream().map(BestOfN::prompt).toList(),
                rows.stream().map(BestOfN::completions).toList());
        return of(model, rows, scores, weights);
    }

    /**
     * Takes scores made before.
     *
     * @param scores of each row's completions
     */
    public static RewardBench2Result of(
            String model, List<BestOfN> rows, List<List<AttributeScores>> scores, AttributeWeights weights) {
        if (scores.size() != rows.size()) {
            throw new IllegalArgumentException(
                    "scores must be one list for each row, got " + scores.size() + " for " + rows.size() + " rows");
        }
        List<Scored> out = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            BestOfN row = rows.get(i);
            List<Double> own = scores.get(i).stream().map(weights::reward).toList();
            if (own.size() != row.completions().size()) {
                throw new IllegalArgumentException("scores of " + row.id() + " must be one for each completion, "
                        + row.completions().size() + ", got " + own.size());
            }
            out.add(new Scored(row.id(), Domain.of(row.subset()), row.chosen().size(), own));
        }
        return new RewardBench2Result(model, out);
    }

    /** The rows of a domain. */
    public List<Scored> rows(Domain domain) {
        return rows.stream().filter(r -> r.domain() == domain).toList();
    }

    /**
     * What scores drawn at random would get in a domain, 0.25 where each prompt has four completions; empty for Ties, whose
     * formula has no such level, and where there are no rows.
     */
    public OptionalDouble chance(Domain domain) {
        return domain == Domain.TIES
                ? OptionalDouble.empty()
                : rows(domain).stream()
                        .mapToDouble(r -> 1.0 / r.scores().size())
                        .average();
    }

    /** The Ties domain's parts. */
    public TiesScore ties() {
        return TiesScore.of(need(Domain.TIES));
    }

    /**
     * A domain's score with its 95 % interval: Wilson's of the mean credit, in Ties by bootstrap of its prompts.
     *
     * @param seed draws the bootstrap
     * @throws IllegalArgumentException where the domain has no rows
     */
    public Estimate domain(Domain domain, Seed seed) {
        List<Scored> own = need(domain);
        if (domain == Domain.TIES) {
            return ties().estimate(seed);
        }
        double mean = own.stream().mapToDouble(Scored::credit).average().orElseThrow();
        return Estimate.of(mean, Wilson.ofMean(mean, own.size(), LEVEL));
    }

    /**
     * The plain mean of the six domains, their intervals joined by {@link Mover}.
     *
     * @throws IllegalArgumentException where a domain has no rows
     */
    public Estimate overall(Seed seed) {
        List<Estimate> domains =
                Arrays.stream(Domain.values()).map(d -> domain(d, seed)).toList();
        double[] weights = new double[domains.size()];
        Arrays.fill(weights, 1.0 / weights.length);
        double[] values = domains.stream().mapToDouble(Estimate::value).toArray();
        List<Interval> intervals = domains.stream().map(Estimate::interval).toList();
        return Estimate.of(Arrays.stream(values).average().orElseThrow(), Mover.of(weights, values, intervals));
    }

    private List<Scored> need(Domain domain) {
        List<Scored> own = rows(domain);
        if (own.isEmpty()) {
            throw new IllegalArgumentException("every domain must have rows, got none of " + domain.title());
        }
        return own;
    }
}
