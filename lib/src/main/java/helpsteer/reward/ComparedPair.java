package helpsteer.reward;

import helpsteer.data.Prompt;
import helpsteer.text.Exchange;
import java.util.List;

/**
 * Two responses to one prompt, one of which is better: what the losses of comparisons read. There is no such pair of a
 * tie; {@link ComparedPairs} drops ties and counts them.
 *
 * @param strength how much better, above 0; 1 (slightly) to 3 (much better) in the official files
 */
public record ComparedPair(Prompt prompt, String chosen, String rejected, double strength) {
    public ComparedPair {
        BradleyTerry.checkStrength(strength);
    }

    /** The texts of many pairs, chosen and rejected in turn. */
    public static List<Exchange> exchanges(List<ComparedPair> pairs) {
        return pairs.stream()
                .flatMap(p -> List.of(new Exchange(p.prompt, p.chosen), new Exchange(p.prompt, p.rejected)).stream())
                .toList();
    }
}
