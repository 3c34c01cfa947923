package helpsteer.reward;

import helpsteer.data.Prompt;
import helpsteer.text.PromptResponse;
import java.util.List;

/**
 * Two responses to one prompt, one of which is better: what the losses of comparisons read. There is no such pair of a
 * tie; {@code Comparisons} drops ties and counts them.
 *
 * @param strength how much better, above 0; 1 (slightly) to 3 (much better) in the official files
 */
public record Comparison(Prompt prompt, String chosen, String rejected, double strength) {
    public Comparison {
        BradleyTerry.checkStrength(strength);
    }

    /** The chosen text, then the rejected one. */
    public List<PromptResponse> exchanges() {
        return List.of(new PromptResponse(prompt, chosen), new PromptResponse(prompt, rejected));
    }

    /** The texts of many pairs, chosen and rejected in turn. */
    public static List<PromptResponse> exchanges(List<Comparison> pairs) {
        return pairs.stream().flatMap(p -> p.exchanges().stream()).toList();
    }
}
