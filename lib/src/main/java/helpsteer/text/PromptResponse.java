package helpsteer.text;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.UnicodeText;
import helpsteer.run.Hash;

/** A prompt and one response to it: what a reward model reads. */
public record PromptResponse(Prompt prompt, String response) {
    public PromptResponse {
        UnicodeText.checked("response", response);
    }

    /** The exchange that a row rates. */
    public static PromptResponse of(RatedResponse sample) {
        return new PromptResponse(sample.prompt(), sample.response());
    }

    /** SHA-256 of the texts and their turns, the key under which anything computed from them is cached. */
    public String contentHash() {
        String[] parts = new String[2 * prompt.turns().size() + 1];
        for (int i = 0; i < prompt.turns().size(); i++) {
            parts[2 * i] = prompt.turns().get(i).role().name();
            parts[2 * i + 1] = prompt.turns().get(i).text();
        }
        parts[parts.length - 1] = response;
        return Hash.ofTexts(parts);
    }
}
