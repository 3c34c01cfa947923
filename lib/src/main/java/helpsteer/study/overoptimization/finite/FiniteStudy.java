package helpsteer.study.overoptimization.finite;

import helpsteer.bench.BestOfNCurve;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import helpsteer.study.coverage.Replicates;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.Gain;
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

    /** Where remedies are compared. */
    private static final List<Double> COMPARED = List.of(0.25, 1.0, 2.25, 4.0);

    private final FiniteSettings settings;

    /** A study of these worlds. */
    public FiniteStudy(FiniteSettings settings) {
        this.settings = settings;
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
                    replicates.stream().map(replicate -> replicate.sizes().get(at)).toList()));
        }
        return new OveroptimizationReport(
                "finite worlds: " + settings.prompts() + " prompts of " + settings.responses()
                        + " responses each; gold is linear less a square, proxies are linear",
                settings.described(),
                results);
    }

    private ProxyResult result(int pairs, List<OfSize> runs) {
        Map<String, RewardCurve> curves = new LinkedHashMap<>();
        runs.get(0).curves().keySet().forEach(name -> curves.put(
                name,
                new RewardCurve(
                        name,
                        FiniteReplicate.grid(),
                        runs.stream().map(run -> run.curves().get(name)).toList())));
        Seed seed = new Seed(settings.seed());
        return new ProxyResult(
                pairs,
                quality(runs),
                bestOfN(runs),
                curves.values().stream()
                        .map(curve -> ended(CurveResult.of(curve, seed), runs))
                        .toList(),
                gains(curves));
    }

    private static ProxyResult.Quality quality(List<OfSize> runs) {
        QuadraticGold law = new QuadraticGold(FiniteSettings.WIDTH, FiniteSettings.PENALTY);
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

    /** Each remedy against one head; the KL-regularised optimum against best of n; each KL weight against none. */
    private static List<Gain> gains(Map<String, RewardCurve> curves) {
        List<Gain> out = new ArrayList<>();
        for (Optimizer optimizer : List.of(Optimizer.BEST_OF_N, Optimizer.KL_OPTIMUM)) {
            for (Remedy remedy : Remedy.values()) {
                if (remedy != Remedy.SINGLE) {
                    out.add(gain(curves, optimizer.with(remedy), optimizer.with(Remedy.SINGLE)));
                }
            }
        }
        String best = Optimizer.BEST_OF_N.with(Remedy.SINGLE);
        out.add(gain(curves, Optimizer.KL_OPTIMUM.with(Remedy.SINGLE), best));
        for (Optimizer optimizer : List.of(Optimizer.REINFORCE, Optimizer.PPO)) {
            String none = optimizer.with(FiniteReplicate.KL_WEIGHTS.get(0));
            out.add(gain(curves, none, best));
            for (double weight : FiniteReplicate.KL_WEIGHTS.subList(1, FiniteReplicate.KL_WEIGHTS.size())) {
                out.add(gain(curves, optimizer.with(weight), none));
            }
        }
        return out;
    }

    private static Gain gain(Map<String, RewardCurve> curves, String name, String base) {
        return Gain.of(curve(curves, name), curve(curves, base), COMPARED);
    }

    private static RewardCurve curve(Map<String, RewardCurve> curves, String name) {
        RewardCurve curve = curves.get(name);
        if (curve == null) {
            throw new IllegalStateException("curves must hold " + name + ", got " + curves.keySet());
        }
        return curve;
    }

    private static <T> Estimate mean(List<T> runs, ToDoubleFunction<T> number) {
        return Moments.of(runs.stream().mapToDouble(number).toArray()).toEstimate();
    }
}
