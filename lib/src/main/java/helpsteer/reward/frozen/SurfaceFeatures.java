package helpsteer.reward.frozen;

import helpsteer.data.RatedResponse;
import helpsteer.data.Turn;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Scorer;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ridge regression on what can be counted without reading: lengths, marks, capitals, words shared with the prompt. A model
 * that knows a language must beat it to have used that.
 */
public record SurfaceFeatures() implements Learner<RatedResponse> {
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?]+(\\s|$)");
    private static final Pattern LIST_ITEM = Pattern.compile("(?m)^\\s*([-*•]|\\d+[.)])\\s");
    private static final Pattern FENCE = Pattern.compile("(?m)^\\s*```");
    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
    private static final Pattern QUESTION = Pattern.compile("\\?");
    private static final Pattern EXCLAMATION = Pattern.compile("!");
    private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    /** Names of the features, in the order of {@link #of}. Counts are given as the logarithm of one more. */
    static final List<String> NAMES = List.of(
            "characters",
            "characters of the prompt",
            "user turns",
            "sentences",
            "list items",
            "code fences",
            "digits",
            "question marks",
            "exclamation marks",
            "paragraph breaks",
            "share of capitals among letters",
            "share of the response's words that the prompt has",
            "share of the prompt's words that the response has",
            "mean length of words",
            "share of words that are different");

    @Override
    public String name() {
        return "surface features";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("learner", name());
    }

    @Override
    public Scorer learn(List<RatedResponse> train) {
        double[][] raw = train.stream().map(s -> of(PromptResponse.of(s))).toArray(double[][]::new);
        Standardizer standardizer = Standardizer.of(raw);
        float[][] vectors = Arrays.stream(raw).map(standardizer::apply).toArray(float[][]::new);
        LinearHead head = Ridge.choosing(
                        vectors,
                        train.stream().map(RatedResponse::ratings).toList(),
                        Ridge.folds(train, FrozenHead.FOLDS))
                .head();
        return exchanges -> exchanges.stream()
                .map(e -> head.apply(standardizer.apply(of(e))))
                .toList();
    }

    /** The features of an exchange, in the order of {@link #NAMES}. */
    static double[] of(PromptResponse exchange) {
        String response = exchange.response();
        List<Turn> turns = exchange.prompt().turns();
        String prompt = String.join("\n", turns.stream().map(Turn::text).toList());
        List<String> words = words(response);
        Set<String> own = new HashSet<>(words);
        Set<String> asked = new HashSet<>(words(prompt));
        return new double[] {
            Math.log1p(RatedResponse.characters(response)),
            Math.log1p(RatedResponse.characters(prompt)),
            Math.log1p(exchange.prompt().userTurns()),
            count(SENTENCE_END, response),
            count(LIST_ITEM, response),
            count(FENCE, response),
            count(DIGIT, response),
            count(QUESTION, response),
            count(EXCLAMATION, response),
            count(PARAGRAPH, response),
            capitals(response),
            share(own, asked),
            share(asked, own),
            words.stream().mapToInt(String::length).average().orElse(0),
            words.isEmpty() ? 0 : (double) own.size() / words.size()
        };
    }

    private static double count(Pattern pattern, String text) {
        return Math.log1p((double) pattern.matcher(text).results().count());
    }

    private static double capitals(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long capitals = text.codePoints().filter(Character::isUpperCase).count();
        return letters == 0 ? 0 : (double) capitals / letters;
    }

    private static List<String> words(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(w -> !w.isEmpty())
                .toList();
    }

    /** How many of the first are among the second; 0 for none. */
    private static double share(Set<String> first, Set<String> second) {
        return first.isEmpty()
                ? 0
                : (double) first.stream().filter(second::contains).count() / first.size();
    }
}
