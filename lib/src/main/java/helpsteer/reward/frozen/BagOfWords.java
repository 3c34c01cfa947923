package helpsteer.reward.frozen;

import helpsteer.data.RatedResponse;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Scorer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ridge regression on how often each word stands in the response, whatever their order and whatever the prompt. A model that
 * reads must beat it.
 *
 * @param words the size of the vocabulary, at least 1: the words that most training responses hold, of equal ones the first in
 *     the alphabet
 */
public record BagOfWords(int words) implements Learner<RatedResponse> {
    private static final int USUAL = 1_000;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}]+");

    public BagOfWords {
        if (words < 1) {
            throw new IllegalArgumentException("words must be at least 1, got " + words);
        }
    }

    /** With a vocabulary of a thousand words. */
    public static BagOfWords usual() {
        return new BagOfWords(USUAL);
    }

    @Override
    public String name() {
        return "bag of words";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("learner", name(), "words", Integer.toString(words));
    }

    @Override
    public Scorer learn(List<RatedResponse> train) {
        Map<String, Integer> vocabulary = vocabulary(train);
        Function<String, float[]> count = response -> counts(response, vocabulary);
        float[][] rows = train.stream().map(row -> count.apply(row.response())).toArray(float[][]::new);
        LinearHead head = Ridge.choosing(
                        rows, train.stream().map(RatedResponse::ratings).toList(), Ridge.folds(train, FrozenHead.FOLDS))
                .head();
        return texts -> texts.stream()
                .map(text -> head.apply(count.apply(text.response())))
                .toList();
    }

    /** The place of each word of the vocabulary. */
    private Map<String, Integer> vocabulary(List<RatedResponse> train) {
        Map<String, Integer> responses = new HashMap<>();
        train.forEach(row -> new HashSet<>(words(row.response())).forEach(w -> responses.merge(w, 1, Integer::sum)));
        List<String> most = responses.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Integer>>comparingInt(e -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(words)
                .map(Map.Entry::getKey)
                .toList();
        return IntStream.range(0, most.size()).boxed().collect(Collectors.toMap(most::get, i -> i));
    }

    /** The logarithm of one more than each word's count; a vocabulary without words gives one column of zeros. */
    private static float[] counts(String response, Map<String, Integer> vocabulary) {
        float[] out = new float[Math.max(1, vocabulary.size())];
        for (String word : words(response)) {
            Integer place = vocabulary.get(word);
            if (place != null) {
                out[place]++;
            }
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.log1p(out[i]);
        }
        return out;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(found -> found.group())
                .toList();
    }
}
