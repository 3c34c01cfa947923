package helpsteer.study.overoptimization.text;

import helpsteer.bench.BestOfNCurve;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.Moments;
import helpsteer.study.Replicates;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.Alternative;
import helpsteer.study.overoptimization.Remedy;
import helpsteer.study.overoptimization.RewardCurve;
import helpsteer.study.overoptimization.text.TextReplicate.OfSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Over-optimisation on texts of the simulated world by best of n. The KL is not known here: what stands in its place is its bound
 * {@code log n - (n - 1) / n}.
 */
public final class TextStudy {
    private static final String TASK = "over-optimisation, simulated texts";

    private static final int MOST_RESPONSES = 4096;

    private final OveroptimizationSettings settings;
    private final Vectors vectors;

    /**
     * A study by proxies on these vectors. Policies answer prompts of which no pair is; best of n goes as far as there are
     * responses.
     *
     * @param settings of at least 2 prompts and at most 4,096 responses
     */
    public TextStudy(OveroptimizationSettings settings, Vectors vectors) {
        this.settings = settings.within(2, MOST_RESPONSES);
        this.vectors = vectors;
    }

    /**
     * Runs it; vectors that were computed before are taken from their cache.
     *
     * @param threads that fit proxies, at least 1; the result is the same for any number
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public OveroptimizationReport run(int threads) {
        TextPool pool = TextPool.of(settings, vectors);
        int total = settings.repetitions();
        Progress progress = Progress.current();
        List<TextReplicate> replicates = new Replicates(threads)
                .of(
                        total,
                        repetition -> TextReplicate.of(settings, pool, repetition),
                        done -> progress.update(TASK, done, total, ""));
        progress.update(TASK, total, total, "");
        List<ProxyResult> results = new ArrayList<>();
        for (int size = 0; size < settings.pairs().size(); size++) {
            int at = size;
            results.add(result(
                    settings.pairs().get(size),
                    replicates.stream()
                            .map(replicate -> replicate.sizes().get(at))
                            .toList(),
                    pool));
        }
        Map<String, String> described = new TreeMap<>(settings.described());
        described.put("pool of pairs", Integer.toString(TextPool.size(settings)));
        described.put("rater noise", Double.toString(TextPool.NOISE));
        described.putAll(vectors.settings());
        return new OveroptimizationReport(
                "simulated texts: " + settings.prompts() + " prompts, " + settings.responses()
                        + " responses to each; KL is the bound of best of n, proxies are linear heads on frozen vectors",
                described,
                results);
    }

    private ProxyResult result(int pairs, List<OfSize> runs, TextPool pool) {
        Map<Remedy, RewardCurve> curves = new EnumMap<>(Remedy.class);
        for (Remedy remedy : Remedy.values()) {
            curves.put(
                    remedy,
                    curve(
                            "best of n, " + remedy.title(),
                            runs.stream().map(run -> run.curves().get(remedy)).toList()));
        }
        RewardCurve best =
                curve("best of n, gold", Collections.nCopies(2, TextReplicate.bestOfN(pool.gold(), pool.gold())));
        Seed seed = new Seed(settings.seed());
        RewardCurve single = of(curves, Remedy.SINGLE);
        List<Alternative> alternatives = Arrays.stream(Remedy.values())
                .filter(remedy -> remedy != Remedy.SINGLE)
                .map(remedy -> of(curves, remedy))
                .map(curve -> Alternative.of(CurveResult.of(curve, seed), curve, single, compared()))
                .toList();
        ProxyResult.Quality quality = new ProxyResult.Quality(
                Moments.of(runs.stream().mapToDouble(OfSize::correlation).toArray())
                        .toEstimate(),
                Optional.empty(),
                Optional.empty());
        return new ProxyResult(
                pairs, quality, bestOfN(single, best), List.of(CurveResult.of(single, seed)), alternatives);
    }

    private static RewardCurve of(Map<Remedy, RewardCurve> curves, Remedy remedy) {
        RewardCurve curve = curves.get(remedy);
        if (curve == null) {
            throw new IllegalStateException("curves must hold " + remedy + ", got " + curves.keySet());
        }
        return curve;
    }

    private RewardCurve curve(String name, List<RewardCurve.Run> runs) {
        double[] kl = Arrays.stream(TextReplicate.ns(settings.responses()))
                .mapToDouble(BestOfNCurve::klBound)
                .toArray();
        return new RewardCurve(name, kl, runs);
    }

    private List<ProxyResult.BestOfN> bestOfN(RewardCurve chosen, RewardCurve best) {
        int[] ns = TextReplicate.ns(settings.responses());
        return IntStream.range(0, ns.length)
                .mapToObj(i -> new ProxyResult.BestOfN(
                        ns[i],
                        Optional.empty(),
                        chosen.kl(i),
                        new ProxyResult.Chosen(chosen.gold(i), chosen.proxy(i)),
                        best.gold(i)))
                .toList();
    }

    /** Every other n is compared. */
    private List<Double> compared() {
        int[] ns = TextReplicate.ns(settings.responses());
        return IntStream.range(0, ns.length)
                .filter(i -> i % 2 == 1)
                .mapToObj(i -> BestOfNCurve.klBound(ns[i]))
                .toList();
    }
}
