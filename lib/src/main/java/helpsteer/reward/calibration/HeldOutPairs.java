package helpsteer.reward.calibration;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.reward.Comparison;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Responses that a model has not learned, and which of them are better than which others to the same prompt.
 *
 * @param texts prompts with their responses
 * @param pairs where the better and the other response of each pair stand among the texts; of one prompt
 */
public record HeldOutPairs(List<PromptResponse> texts, List<Pair<Integer>> pairs) {
    public HeldOutPairs {
        texts = List.copyOf(texts);
        pairs = List.copyOf(pairs);
        for (Pair<Integer> pair : pairs) {
            Pair<Prompt> prompts = pair.map(texts::get).map(PromptResponse::prompt);
            if (!prompts.chosen().equals(prompts.rejected())) {
                throw new IllegalArgumentException("pairs must be of one prompt each, got texts " + pair.chosen()
                        + " and " + pair.rejected() + " of two");
            }
        }
    }

    /** Both responses of each comparison. */
    public static HeldOutPairs of(List<Comparison> comparisons) {
        return new HeldOutPairs(Pair.flat(PromptResponse.pairs(comparisons)), Pair.places(comparisons.size()));
    }

    /** All rows; the pairs are those of one prompt that were rated unequally on an attribute. */
    public static HeldOutPairs ofRatings(List<RatedResponse> rows, Attribute attribute) {
        Map<Prompt, List<Integer>> byPrompt = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            byPrompt.computeIfAbsent(rows.get(i).prompt(), p -> new ArrayList<>())
                    .add(i);
        }
        List<Pair<Integer>> pairs = new ArrayList<>();
        for (List<Integer> same : byPrompt.values()) {
            for (int i = 0; i < same.size(); i++) {
                for (int j = i + 1; j < same.size(); j++) {
                    int first = same.get(i);
                    int second = same.get(j);
                    int difference = rows.get(first).ratings().of(attribute)
                            - rows.get(second).ratings().of(attribute);
                    if (difference != 0) {
                        pairs.add(difference > 0 ? new Pair<>(first, second) : new Pair<>(second, first));
                    }
                }
            }
        }
        return new HeldOutPairs(rows.stream().map(PromptResponse::of).toList(), pairs);
    }

    /** The number of each text's prompt, from 0 in the order of the texts. */
    int[] prompts() {
        Map<Prompt, Integer> numbers = new LinkedHashMap<>();
        return texts.stream()
                .mapToInt(text -> numbers.computeIfAbsent(text.prompt(), p -> numbers.size()))
                .toArray();
    }
}
