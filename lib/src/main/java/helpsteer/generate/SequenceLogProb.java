package helpsteer.generate;

import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.TokenLogProbs;
import helpsteer.text.Batching;
import helpsteer.text.EncodedChat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * log P(y|x) of answers at hand, without gradient: each answer is read once, given what stands before each of its tokens
 * (teacher forcing), at temperature 1. Sums over tokens, not means, as in the paper's code (NeMo-Aligner, SteerLM 2).
 */
public final class SequenceLogProb {
    /** Tokens read at a time. */
    private static final int TOKENS = 8192;

    private final Decoder decoder;

    SequenceLogProb(Decoder decoder) {
        this.decoder = decoder;
    }

    /** Scores with a decoder that is open elsewhere; with its adapters, where it has some. */
    public static SequenceLogProb of(Decoder decoder) {
        return new SequenceLogProb(decoder);
    }

    /** Log-probability of each response token of each conversation, the end of turn included. */
    public List<double[]> ofResponses(List<EncodedChat> chats) {
        List<int[]> positions = new ArrayList<>();
        for (EncodedChat chat : chats) {
            positions.add(
                    IntStream.range(1, chat.length()).filter(chat::isResponse).toArray());
        }
        return score(chats.stream().map(EncodedChat::ids).toList(), positions);
    }

    /** Log-probability of each token of each answer after its prompt. */
    public List<double[]> ofAnswers(List<int[]> prompts, List<int[]> answers) {
        if (prompts.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "there must be one answer for each prompt, got " + answers.size() + " for " + prompts.size());
        }
        List<int[]> whole = new ArrayList<>();
        List<int[]> positions = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            int[] prompt = prompts.get(i);
            int[] answer = answers.get(i);
            if (prompt.length == 0) {
                throw new IllegalArgumentException("prompt " + i + " must have at least one token, got none");
            }
            int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length);
            System.arraycopy(answer, 0, ids, prompt.length, answer.length);
            whole.add(ids);
            positions.add(IntStream.range(prompt.length, ids.length).toArray());
        }
        return score(whole, positions);
    }

    /** Log-probability of each token of each answer after one prompt, which is read once. */
    public List<double[]> ofAnswers(int[] prompt, List<int[]> answers) {
        double[][] out = TokenLogProbs.behind(decoder, prompt, answers);
        for (int i = 0; i < out.length; i++) {
            requireNumbers(out[i], i);
        }
        return List.of(out);
    }

    /** The sum of each list. */
    public static double[] sums(List<double[]> scores) {
        return scores.stream().mapToDouble(s -> Arrays.stream(s).sum()).toArray();
    }

    private List<double[]> score(List<int[]> sequences, List<int[]> positions) {
        double[][] out = new double[sequences.size()][];
        int[] lengths = sequences.stream().mapToInt(s -> s.length).toArray();
        for (List<Integer> group : Batching.byTokens(lengths, TOKENS).groups()) {
            if (Thread.interrupted()) {
                throw new CancellationException("scoring was interrupted");
            }
            double[][] some = TokenLogProbs.of(
                    decoder,
                    group.stream().map(sequences::get).toList(),
                    group.stream().map(positions::get).toList());
            for (int i = 0; i < some.length; i++) {
                out[group.get(i)] = requireNumbers(some[i], group.get(i));
            }
        }
        return List.of(out);
    }

    private static double[] requireNumbers(double[] scores, int sequence) {
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalStateException("logits must be finite, got NaN at scored token " + (i + 1)
                        + " of sequence " + sequence + "; the model's weights or the type of computation are broken");
            }
        }
        return scores;
    }
}
