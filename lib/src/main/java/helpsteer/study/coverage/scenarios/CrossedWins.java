package helpsteer.study.coverage.scenarios;

import java.util.SplittableRandom;

/**
 * Pairs judged by models of several seeds: a pair is won where the level, the pair's own part, the seed's and a rest sum to
 * more than 0. Pairs and rests have spread 1.
 *
 * @param level the higher, the more pairs are won
 * @param seedSd spread of the seeds
 */
record CrossedWins(double level, double seedSd) {
    /** The expected share of pairs won, over pairs and seeds. */
    double accuracy() {
        return Gauss.probabilityBelow(level / Math.sqrt(2 + seedSd * seedSd));
    }

    /** 1 for each pair won, 0 for each lost: a row for each seed, a column for each pair. */
    double[][] draw(SplittableRandom random, int pairs, int seeds) {
        double[][] values = new double[seeds][pairs];
        fill(random, values, effects(random, seeds, seedSd), 0, pairs);
        return values;
    }

    static double[] effects(SplittableRandom random, int seeds, double sd) {
        double[] effects = Samples.normal(random, seeds);
        for (int s = 0; s < seeds; s++) {
            effects[s] *= sd;
        }
        return effects;
    }

    /** Fills the columns from one to before another. */
    void fill(SplittableRandom random, double[][] values, double[] effects, int from, int to) {
        for (int pair = from; pair < to; pair++) {
            double own = level + random.nextGaussian();
            for (int seed = 0; seed < effects.length; seed++) {
                values[seed][pair] = own + effects[seed] + random.nextGaussian() > 0 ? 1 : 0;
            }
        }
    }
}
