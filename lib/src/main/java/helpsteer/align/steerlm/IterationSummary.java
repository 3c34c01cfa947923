package helpsteer.align.steerlm;

import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.data.Filtered;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.run.Json;
import helpsteer.train.metrics.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an iteration of SteerLM 2.0 saw.
 *
 * @param sampled the responses
 * @param worth their weights, over the prompts trained on and looked at
 * @param distance equation 12 on the prompts looked at
 * @param tokenKl estimates of KL(Q || P), the policy's distance from the prior, for one token, on all responses
 * @param bestStep steps of training after which the policy was best
 */
public record IterationSummary(Sampled sampled, SteerLm2.Worth worth, Change distance, Change tokenKl, int bestStep) {
    static final String FILE = "summary.json";

    /**
     * The responses.
     *
     * @param questions asked
     * @param responses that hold a text
     * @param tokens of these, with what ended them
     * @param dropped questions and responses that were left out, by reason
     */
    public record Sampled(int questions, int responses, long tokens, Means means, Map<String, Integer> dropped) {
        public Sampled {
            dropped = Map.copyOf(dropped);
        }
    }

    /**
     * Means over the responses that hold a text.
     *
     * @param ended share that came to its end by itself; the others are scored and trained on as if they had ended there
     * @param readBack share whose text the policy would read in the very tokens that were sampled; the others are scored and
     *     trained on as they were sampled all the same
     * @param tokenLog log-probability of a token under the policy that it was sampled from
     * @param drawnTokenLog the same after temperature and filters
     */
    public record Means(double ended, double readBack, double tokenLog, double drawnTokenLog) {}

    /** A number before and after training. */
    public record Change(double before, double after) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.4f → %.4f", before, after);
        }
    }

    /** What is known before training; nothing has changed yet. */
    static IterationSummary before(
            Map<String, Integer> dropped,
            List<PreparedPrompts.Answered> answered,
            List<SteerLm2Row> scored,
            Filtered<SteerLm2Row> rows) {
        List<Completion> all =
                answered.stream().flatMap(a -> a.responses().stream()).toList();
        Map<String, Integer> out = new TreeMap<>(dropped);
        rows.dropped().forEach((reason, count) -> out.put("question with a response " + reason, count));
        int empty = answered.stream().mapToInt(PreparedPrompts.Answered::empty).sum();
        int possible = scored.stream().mapToInt(r -> r.responses().size()).sum();
        out.put("response without text", empty);
        out.put("response of probability 0", all.size() - possible);
        out.values().removeIf(count -> count == 0);
        List<SampledToken> draws = all.stream().flatMap(r -> r.draws().stream()).toList();
        Means means = new Means(
                all.stream().mapToInt(r -> r.ended() ? 1 : 0).average().orElseThrow(),
                answered.stream().mapToInt(PreparedPrompts.Answered::readBack).sum() / (double) all.size(),
                draws.stream()
                        .mapToDouble(SampledToken::logProbability)
                        .average()
                        .orElseThrow(),
                draws.stream()
                        .mapToDouble(SampledToken::sampledLogProbability)
                        .average()
                        .orElseThrow());
        return new IterationSummary(
                new Sampled(answered.size(), all.size(), draws.size(), means, out),
                SteerLm2.Worth.of(rows.items()),
                new Change(0, 0),
                new Change(0, 0),
                0);
    }

    IterationSummary after(Policy policy, List<SteerLm2Row> rows, TrainingResult training) {
        ResponseReader reader = new ResponseReader(policy);
        List<PolicyText> texts =
                rows.stream().flatMap(row -> reader.texts(row).stream()).toList();
        double[] before = rows.stream()
                .flatMap(row -> row.responses().stream())
                .mapToDouble(SteerLm2Row.Response::logSampler)
                .toArray();
        double[] now = policy.sums(texts);
        return new IterationSummary(
                sampled,
                worth,
                new Change(training.validations().get(0).loss(), training.bestLoss()),
                new Change(tokenKl(rows, texts, before), tokenKl(rows, texts, now)),
                training.bestStep());
    }

    /**
     * Mean over the tokens of log Q less log P, each response by its share b' (equation 9): samples of Q' stand for those of
     * Q.
     */
    private static double tokenKl(List<SteerLm2Row> rows, List<PolicyText> texts, double[] logs) {
        double sum = 0;
        double tokens = 0;
        int at = 0;
        for (SteerLm2Row row : rows) {
            double[] own = Arrays.copyOfRange(logs, at, at + row.responses().size());
            double[] shares = SteerLm2.weights(row).shares(own);
            for (int i = 0; i < own.length; i++) {
                sum += shares[i] * (own[i] - row.responses().get(i).logPrior());
                tokens += shares[i] * texts.get(at++).askedCount();
            }
        }
        return sum / tokens;
    }

    /** For a log. */
    Map<String, Object> fields() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("sampled", sampled);
        out.put("worth", worth);
        out.put("distance", distance);
        out.put("tokenKl", tokenKl);
        return out;
    }

    void write(Path file) {
        try {
            Json.save(file, this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    static IterationSummary read(Path file) {
        try {
            return Json.read(file, IterationSummary.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file + ": " + e.getMessage() + "; is the iteration done?", e);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s; distance %s, KL to the prior %s a token, best after step %d; %.0f %% ended, %.0f %% read back%s",
                worth,
                distance,
                tokenKl,
                bestStep,
                100 * sampled.means.ended,
                100 * sampled.means.readBack,
                sampled.dropped.isEmpty() ? "" : ", dropped " + new TreeMap<>(sampled.dropped));
    }
}
