package helpsteer.text;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.ResponsePair;
import helpsteer.data.UnicodeText;
import helpsteer.run.Hash;
import java.util.List;
import java.util.stream.Stream;

/** A prompt and one response to it: what a reward model reads. */
public record PromptResponse(Prompt prompt, String response) {
    public PromptResponse {
        UnicodeText.checked("response", response);
    }

    /** The exchange that a row rates. */
    public static PromptResponse of(RatedResponse sample) {
        return new PromptResponse(sample.prompt(), sample.response());
    }

    /** Both texts of a pair with their prompt. */
    public static Pair<PromptResponse> pair(ResponsePair pair) {
        return pair.responses().map(response -> new PromptResponse(pair.prompt(), response));
    }

    /** The same of some pairs. */
    public static List<Pair<PromptResponse>> pairs(List<? extends ResponsePair> pairs) {
        return pairs.stream().map(PromptResponse::pair).toList();
    }

    /** SHA-256 of the texts and their turns, the key under which anything computed from them is cached. */
    public String contentHash() {
        Stream<String> turns =
                prompt.turns().stream().flatMap(turn -> Stream.of(turn.role().name(), turn.text()));
        return Hash.ofTexts(Stream.concat(turns, Stream.of(response)));
    }
}
