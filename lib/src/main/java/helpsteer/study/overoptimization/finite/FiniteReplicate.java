package helpsteer.study.overoptimization.finite;

import helpsteer.run.Seed;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.ProxyHeads;
import helpsteer.study.overoptimization.Remedy;
import helpsteer.study.overoptimization.RewardCurve.Run;
import helpsteer.study.overoptimization.StandardizedReward;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * One world with its proxies of all sizes.
 *
 * @param sizes a result for each size, in the order of the settings
 */
record FiniteReplicate(List<OfSize> sizes) {
    /** KL weights of REINFORCE and PPO; a proxy has standard deviation 1 under the reference policy. */
    static final List<Double> KL_WEIGHTS = List.of(0.0, 0.25, 0.5, 1.0);

    private static final double STEP = 0.125;
    private static final int STEPS = 20;

    /** The KL at which curves are compared: distances in steps of an eighth, to 2.5. */
    static double[] grid() {
        return IntStream.rangeClosed(1, STEPS)
                .mapToDouble(i -> i * STEP)
                .map(distance -> distance * distance)
                .toArray();
    }

    /** Numbers of responses of which the best is taken: powers of two. */
    static List<Integer> ns() {
        List<Integer> out = new ArrayList<>();
        for (int n = 1; n <= RankedResponses.MOST; n *= 2) {
            out.add(n);
        }
        return List.copyOf(out);
    }

    /**
     * What came of the proxies of one size.
     *
     * @param correlation of the one head with gold
     * @param cosine of its direction with the quality
     * @param bestOfN a row for each n
     * @param curves by optimiser and remedy
     * @param ends of trainings, by optimiser
     */
    record OfSize(
            double correlation,
            double cosine,
            List<BestOf> bestOfN,
            Map<String, Run> curves,
            Map<String, Trajectory.Point> ends) {}

    /** Exact values of best of n; best is the gold reward of choosing by gold. */
    record BestOf(double kl, double gold, double proxy, double best) {}

    /** Computes one of many. */
    static FiniteReplicate of(OveroptimizationSettings settings, int repetition) {
        ResponseWorld world = ResponseWorld.draw(settings, repetition);
        Seed seed = new Seed(settings.seed());
        List<OfSize> out = new ArrayList<>();
        for (int size : settings.pairs()) {
            SplittableRandom random = seed.stream("proxy of " + size + " pairs", repetition);
            ProxyHeads heads = ProxyHeads.fit(world.pairs(size, random), random);
            out.add(ofSize(world, heads, random));
        }
        return new FiniteReplicate(out);
    }

    private static OfSize ofSize(ResponseWorld world, ProxyHeads heads, SplittableRandom random) {
        double[][] single = heads.rewards(Remedy.SINGLE, world.vectors(), world.reference());
        Map<String, Run> curves = new LinkedHashMap<>();
        Map<String, Trajectory.Point> ends = new LinkedHashMap<>();
        for (Remedy remedy : Remedy.values()) {
            double[][] proxy = heads.rewards(remedy, world.vectors(), world.reference());
            curves.put(
                    Optimizer.BEST_OF_N.with(remedy),
                    exact(world, proxy, RankedResponses::new).at(grid(), world.gold(), proxy));
            curves.put(
                    Optimizer.KL_OPTIMUM.with(remedy),
                    exact(world, proxy, TiltedResponses::new).at(grid(), world.gold(), proxy));
        }
        for (double weight : KL_WEIGHTS) {
            PolicyGradient training = new PolicyGradient(world, single, weight);
            Trajectory reinforce = training.reinforce(random.split());
            Trajectory ppo = training.ppo(random.split());
            curves.put(Optimizer.REINFORCE.with(weight), reinforce.at(grid()));
            curves.put(Optimizer.PPO.with(weight), ppo.at(grid()));
            ends.put(Optimizer.REINFORCE.with(weight), reinforce.end());
            ends.put(Optimizer.PPO.with(weight), ppo.end());
        }
        return new OfSize(
                StandardizedReward.correlation(single, world.gold(), world.reference()),
                world.law().cosine(heads.weights()),
                bestOfN(world, single),
                curves,
                ends);
    }

    private static List<BestOf> bestOfN(ResponseWorld world, double[][] proxy) {
        ExactCurve chosen = exact(world, proxy, RankedResponses::new);
        ExactCurve best = exact(world, world.gold(), RankedResponses::new);
        return ns().stream()
                .mapToDouble(Math::log)
                .mapToObj(strength -> new BestOf(
                        chosen.kl(strength),
                        chosen.expected(strength, world.gold()),
                        chosen.expected(strength, proxy),
                        best.expected(strength, world.gold())))
                .toList();
    }

    private static ExactCurve exact(
            ResponseWorld world, double[][] reward, BiFunction<double[], double[], PolicyFamily> family) {
        return new ExactCurve(IntStream.range(0, world.prompts())
                .mapToObj(p -> family.apply(reward[p], world.reference()[p]))
                .toList());
    }
}
