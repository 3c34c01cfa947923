package helpsteer.study.overoptimization.text;

import helpsteer.bench.BestOfNCurve.Responses;
import helpsteer.run.Seed;
import helpsteer.stats.Values;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.ProxyHeads;
import helpsteer.study.overoptimization.Remedy;
import helpsteer.study.overoptimization.RewardCurve.Run;
import helpsteer.study.overoptimization.StandardizedReward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Proxies of all sizes, once.
 *
 * @param sizes a result for each size, in the order of the settings
 */
record TextReplicate(List<OfSize> sizes) {
    /**
     * What came of the proxies of one size.
     *
     * @param correlation of the one head with gold
     * @param curves by remedy, over all n above 1
     */
    record OfSize(double correlation, Map<Remedy, Run> curves) {}

    /** Computes one of many. */
    static TextReplicate of(OveroptimizationSettings settings, TextPool pool, int repetition) {
        Seed seed = new Seed(settings.seed());
        List<OfSize> out = new ArrayList<>();
        for (int size : settings.pairs()) {
            SplittableRandom random = seed.stream("text proxy of " + size + " pairs", repetition);
            ProxyHeads heads = ProxyHeads.fit(pool.draw(size, repetition, random), random);
            Map<Remedy, Run> curves = new EnumMap<>(Remedy.class);
            for (Remedy remedy : Remedy.values()) {
                double[][] proxy = heads.rewards(remedy, pool.vectors(), pool.uniform());
                curves.put(remedy, bestOfN(proxy, pool.gold()));
            }
            double[][] single = heads.rewards(Remedy.SINGLE, pool.vectors(), pool.uniform());
            out.add(new OfSize(StandardizedReward.correlation(single, pool.gold(), pool.uniform()), curves));
        }
        return new TextReplicate(out);
    }

    /** Numbers of responses of which the best is taken: powers of two above 1, up to all. */
    static int[] ns(int responses) {
        List<Integer> out = new ArrayList<>();
        for (int n = 2; n <= responses; n *= 2) {
            out.add(n);
        }
        return out.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Expected gold and proxy reward of the best of n by the proxy; of one response both are 0, being standardised. */
    static Run bestOfN(double[][] proxy, double[][] gold) {
        List<List<Double>> golds = new ArrayList<>();
        List<List<Double>> proxies = new ArrayList<>();
        for (int p = 0; p < proxy.length; p++) {
            Responses responses = new Responses(list(proxy[p]), list(gold[p]));
            List<Double> ofGold = new ArrayList<>();
            List<Double> ofProxy = new ArrayList<>();
            for (int n : ns(proxy[p].length)) {
                double[] chances = responses.chances(n);
                ofGold.add(Values.product(chances, gold[p]));
                ofProxy.add(Values.product(chances, proxy[p]));
            }
            golds.add(ofGold);
            proxies.add(ofProxy);
        }
        return new Run(golds, proxies);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
