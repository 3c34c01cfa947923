package helpsteer.reward;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.ResponsePair;
import helpsteer.text.PromptResponse;

/**
 * Two responses to one prompt, one of which is better: what the losses of comparisons read. There is no such pair of a
 * tie; {@code Comparisons} drops ties and counts them.
 *
 * @param strength how much better, above 0; 1 (slightly) to 3 (much better) in the official files
 */
public record Comparison(Prompt prompt, String chosen, String rejected, double strength) implements ResponsePair {
    public Comparison {
        BradleyTerry.checkStrength(strength);
    }

    /** What identifies the pair: the hashes of both texts, and the strength. */
    public String contentHash() {
        Pair<String> hashes = PromptResponse.pair(this).map(PromptResponse::contentHash);
        return hashes.chosen() + hashes.rejected() + strength;
    }
}
