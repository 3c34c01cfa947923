package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.heads.FrozenComparison;

/**
 * Fits heads to the frozen encoder's vectors, all five attributes whichever are named. A head is linear and its loss convex,
 * so where training starts does not matter; comparisons that go on from a regression are instead held near its head.
 */
record FrozenTrainer(PretrainedEncoder backbone, Budget budget) implements Trainer {
    @Override
    public Variant.Made regression(RatedRows rows, Pooling readOut) {
        return new Variant.Made(
                FrozenHead.ridge(vectors(readOut)).learn(rows.rows()),
                TrainingFacts.untrained(rows.rows().size()));
    }

    @Override
    public Variant.Made regression(RatedRows rows) {
        return regression(rows, Pooling.MEAN_POOL);
    }

    @Override
    public Variant.Made comparison(Filtered<Comparison> pairs, BradleyTerry kind, long seed) {
        return new Variant.Made(
                new FrozenComparison(vectors(Pooling.MEAN_POOL), kind).learn(pairs.items()),
                new TrainingFacts(2 * pairs.items().size(), pairs.dropped(), 0, 0, 0, 0));
    }

    @Override
    public Variant.Made comparisonFrom(RatedRows rows, Filtered<Comparison> pairs, BradleyTerry kind) {
        return made(rows, from(ridge(rows), pairs, kind));
    }

    @Override
    public Variant.Made extrapolated(RatedRows rows, Filtered<Comparison> pairs) {
        LinearHead start = ridge(rows);
        double[] weak = start.weights(Attribute.HELPFULNESS);
        double[] strong = from(start, pairs, BradleyTerry.SCALED).weights(Attribute.HELPFULNESS);
        double[][] weights = new double[Attribute.COUNT][weak.length];
        for (int d = 0; d < weak.length; d++) {
            weights[Attribute.HELPFULNESS.index()][d] = weak[d] + EXPO * (strong[d] - weak[d]);
        }
        return made(rows, new LinearHead(weights, new double[Attribute.COUNT]));
    }

    Vectors vectors(Pooling readOut) {
        return Vectors.of(backbone, budget.input(readOut));
    }

    private LinearHead ridge(RatedRows rows) {
        return Ridge.choosing(backbone, budget.input(Pooling.MEAN_POOL), rows.rows())
                .head();
    }

    private LinearHead from(LinearHead start, Filtered<Comparison> pairs, BradleyTerry kind) {
        return new FrozenComparison(vectors(Pooling.MEAN_POOL), kind)
                .fitFrom(start, pairs.items())
                .head();
    }

    private Variant.Made made(RatedRows rows, LinearHead head) {
        return new Variant.Made(
                vectors(Pooling.MEAN_POOL).scorer(head::apply),
                TrainingFacts.untrained(rows.rows().size()));
    }
}
