package helpsteer.generate;

import helpsteer.bench.TruthfulQaScores;
import helpsteer.data.benchmark.TruthfulQa;
import helpsteer.nn.decoder.Decoder;
import helpsteer.run.Progress;
import helpsteer.text.Tokenizer;
import helpsteer.weights.model.ModelFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * TruthfulQA's multiple-choice scores of a language model. Primer and question are read once for all options, an option that
 * stands in both lists once.
 *
 * <p>An option's tokens are those of prompt and option together beyond the number of the prompt's own, as in EleutherAI's
 * lm-evaluation-harness.
 */
public final class TruthfulQaRun {
    private final Tokenizer tokenizer;
    private final SequenceLogProb score;

    /** Asks a model as its parameters are at the call; it stays its owner's to close. */
    public TruthfulQaRun(LanguageModel model) {
        tokenizer = model.tokenizer();
        score = model.score();
    }

    /** Scores a decoder that is open elsewhere, such as a policy's; it stays its owner's to close. */
    public static TruthfulQaScores scores(Decoder decoder, ModelFiles files, List<TruthfulQa> questions) {
        try (LanguageModel model = LanguageModel.around(decoder, files)) {
            return new TruthfulQaRun(model).scores(questions);
        }
    }

    /**
     * Scores some questions.
     *
     * @throws CancellationException where the thread is interrupted
     */
    public TruthfulQaScores scores(List<TruthfulQa> questions) {
        Map<TruthfulQa, Map<String, Double>> known = new HashMap<>();
        for (TruthfulQa question : questions) {
            if (Thread.interrupted()) {
                throw new CancellationException(
                        "TruthfulQA was interrupted after " + known.size() + " of " + questions.size());
            }
            known.computeIfAbsent(question, this::logLikelihoods);
            Progress.current().update("TruthfulQA", known.size(), questions.size(), "");
        }
        return TruthfulQaScores.of(questions, (question, options) -> options.stream()
                .mapToDouble(o -> known.getOrDefault(question, Map.of()).getOrDefault(o.text(), Double.NaN))
                .toArray());
    }

    /** log P(option | question) of every option of both lists, by its text. */
    public Map<String, Double> logLikelihoods(TruthfulQa question) {
        String prompt = TruthfulQaScores.prompt(question);
        int[] context = tokenizer.ids(prompt);
        List<String> texts = Stream.concat(question.mc1().stream(), question.mc2().stream())
                .map(TruthfulQaScores::continuation)
                .distinct()
                .toList();
        List<String> sharing = new ArrayList<>();
        List<int[]> behind = new ArrayList<>();
        Map<String, Double> out = new HashMap<>();
        for (String text : texts) {
            int[] whole = tokenizer.ids(prompt + text);
            int[] before = Arrays.copyOf(whole, context.length);
            int[] rest = Arrays.copyOfRange(whole, context.length, whole.length);
            if (Arrays.equals(before, context)) {
                sharing.add(text);
                behind.add(rest);
            } else { // the tokenizer joined the prompt's end and the option's start
                out.put(text.substring(1), SequenceLogProb.sums(score.ofAnswers(List.of(before), List.of(rest)))[0]);
            }
        }
        double[] sums = behind.isEmpty() ? new double[0] : SequenceLogProb.sums(score.ofAnswers(context, behind));
        for (int i = 0; i < sums.length; i++) {
            out.put(sharing.get(i).substring(1), sums[i]);
        }
        return out;
    }
}
