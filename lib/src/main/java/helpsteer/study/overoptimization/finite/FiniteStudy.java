package helpsteer.study.overoptimization.finite;

import helpsteer.bench.BestOfNCurve;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import helpsteer.study.Replicates;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.Alternative;
import helpsteer.study.overoptimization.Remedy;
import helpsteer.study.overoptimization.RewardCurve;
import helpsteer.study.overoptimization.finite.FiniteReplicate.BestOf;
import helpsteer.study.overoptimization.finite.FiniteReplicate.OfSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Over-optimisation in many finite worlds. */
public final class FiniteStudy {
    private static final String TASK = "over-optimisation, finite worlds";

    /** The KL at which curves are compared. */
    private static final List<Double> COMPARED = List.of(0.25, 1.0, 2.25, 4.0);

    private static final List<String> WITHOUT_REMEDY = List.of(
            Optimizer.BEST_OF_N.with(Remedy.SINGLE),
            Optimizer.KL_OPTIMUM.with(Remedy.SINGLE),
            Optimizer.REINFORCE.with(0),
            Optimizer.PPO.with(0));

    private static final List<Comparison> COMPARISONS = comparisons();

    private record Comparison(String curve, String against) {}

    private static final int MOST_RESPONSES = 1 << 16;

    private final OveroptimizationSettings settings;

    /**
     * A study of so many worlds, one for each repetition.
     *
     * @param settings of at most 65,536 responses
     */
    public FiniteStudy(OveroptimizationSettings settings) {
        this.settings = settings.within(1, MOST_RESPONSES);
    }

    /**
     * Runs it.
     *
     * @param threads at least 1; the result is the same for any number
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public OveroptimizationReport run(int threads) {
        int total = settings.repetitions();
        Progress progress = Progress.current();
        List<FiniteReplicate> replicates = new Replicates(threads)
                .of(
                        total,
                        repetition -> FiniteReplicate.of(settings, repetition),
                        done -> progress.update(TASK, done, total, ""));
        progress.update(TASK, total, total, "");
        List<ProxyResult> results = new ArrayList<>();
        for (int size = 0; size < settings.pairs().size(); size++) {
            int at = size;
            results.add(result(
                    settings.pairs().get(size),
                    replicates.stream()
                            .map(replicate -> replicate.sizes().get(at))
                            .toList()));
        }
        Map<String, String> described = new LinkedHashMap<>(settings.described());
        described.putAll(ResponseWorld.described());
        described.put("training", PolicyGradient.described());
        return new OveroptimizationReport(
                "finite worlds: " + settings.prompts() + " prompts of " + settings.responses()
                        + " responses each; gold is linear less a square, proxies are linear",
                described,
                results);
    }

    private ProxyResult result(int pairs, List<OfSize> runs) {
        Map<String, RewardCurve> curves = new LinkedHashMap<>();
        Map<String, CurveResult> results = new LinkedHashMap<>();
        Seed seed = new Seed(settings.seed());
        for (String name : runs.get(0).curves().keySet()) {
            RewardCurve curve = new RewardCurve(
                    name,
                    FiniteReplicate.grid(),
                    runs.stream().map(run -> run.curves().get(name)).toList());
            curves.put(name, curve);
            results.put(name, ended(CurveResult.of(curve, seed), runs));
        }
        return new ProxyResult(
                pairs,
                quality(runs),
                bestOfN(runs),
                WITHOUT_REMEDY.stream().map(name -> of(results, name)).toList(),
                COMPARISONS.stream()
                        .map(names -> Alternative.of(
                                of(results, names.curve()),
                                of(curves, names.curve()),
                                of(curves, names.against()),
                                COMPARED))
                        .toList());
    }

    private static ProxyResult.Quality quality(List<OfSize> runs) {
        QuadraticGold law = ResponseWorld.goldLaw();
        return new ProxyResult.Quality(
                mean(runs, OfSize::correlation),
                Optional.of(mean(runs, run -> law.alpha(run.cosine()))),
                Optional.of(mean(runs, run -> law.beta(run.cosine()))));
    }

    private static List<ProxyResult.BestOfN> bestOfN(List<OfSize> runs) {
        List<Integer> ns = FiniteReplicate.ns();
        return IntStream.range(0, ns.size())
                .mapToObj(i -> {
                    List<BestOf> row =
                            runs.stream().map(run -> run.bestOfN().get(i)).toList();
                    return new ProxyResult.BestOfN(
                            ns.get(i),
                            Optional.of(mean(row, BestOf::kl)),
                            BestOfNCurve.klBound(ns.get(i)),
                            new ProxyResult.Chosen(mean(row, BestOf::gold), mean(row, BestOf::proxy)),
                            mean(row, BestOf::best));
                })
                .toList();
    }

    private static CurveResult ended(CurveResult curve, List<OfSize> runs) {
        String name = curve.optimizer();
        if (!runs.get(0).ends().containsKey(name)) {
            return curve;
        }
        List<Trajectory.Point> ends =
                runs.stream().map(run -> run.ends().get(name)).toList();
        return curve.ending(new CurveResult.End(
                mean(ends, Trajectory.Point::kl),
                mean(ends, Trajectory.Point::gold),
                mean(ends, Trajectory.Point::proxy)));
    }

    /** Each remedy against one head; optimisers against best of n; each KL weight against none. */
    private static List<Comparison> comparisons() {
        List<Comparison> out = new ArrayList<>();
        for (Optimizer optimizer : List.of(Optimizer.BEST_OF_N, Optimizer.KL_OPTIMUM)) {
            for (Remedy remedy : Remedy.values()) {
                if (remedy != Remedy.SINGLE) {
                    out.add(new Comparison(optimizer.with(remedy), optimizer.with(Remedy.SINGLE)));
                }
            }
        }
        for (String other : WITHOUT_REMEDY.subList(1, WITHOUT_REMEDY.size())) {
            out.add(new Comparison(other, WITHOUT_REMEDY.get(0)));
        }
        for (Optimizer optimizer : List.of(Optimizer.REINFORCE, Optimizer.PPO)) {
            for (double weight : FiniteReplicate.KL_WEIGHTS) {
                if (weight > 0) {
                    out.add(new Comparison(optimizer.with(weight), optimizer.with(0)));
                }
            }
        }
        return List.copyOf(out);
    }

    private static <T> T of(Map<String, T> all, String name) {
        T one = all.get(name);
        if (one == null) {
            throw new IllegalStateException("curves must hold " + name + ", got " + all.keySet());
        }
        return one;
    }

    private static <T> Estimate mean(List<T> runs, ToDoubleFunction<T> number) {
        return Moments.of(runs.stream().mapToDouble(number).toArray()).toEstimate();
    }
}
