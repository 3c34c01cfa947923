package helpsteer.bench.ablation;

/** How an experiment's scores and differences are tested. */
public enum Protocol {
    /**
     * Every part is a seed and judges the same pairs: intervals and tests are for other pairs and other seeds
     * ({@link helpsteer.stats.test.CrossedMean}).
     */
    SEEDS,
    /**
     * Cross-validation: every pair is judged once, by a model that saw neither it nor its prompt. Wilson's intervals, joined
     * by {@link helpsteer.stats.Mover} over RewardBench's subsets; held-out pairs are compared by McNemar's exact test,
     * RewardBench's overall score by Student's test of the weighted difference pair by pair within subsets.
     */
    FOLDS
}
