package helpsteer.bench.judge;

import helpsteer.data.Turn;
import java.util.List;
import java.util.Locale;

/**
 * What judging would send, before anything is sent.
 *
 * @param calls requests, without repeats
 * @param promptCharacters characters of all prompts
 * @param mostAnswerTokens the longest that all answers together may be
 */
public record CallEstimate(int calls, long promptCharacters, long mostAnswerTokens) {
    private static final double CHARACTERS_A_TOKEN = 4;

    static CallEstimate of(List<Judge.Call> calls, int maxTokens) {
        long characters = 0;
        for (Judge.Call call : calls) {
            for (Turn turn : call.conversation()) {
                characters += turn.text().length();
            }
        }
        return new CallEstimate(calls.size(), characters, (long) calls.size() * maxTokens);
    }

    /** A rule of thumb, four characters a token of English; the judge's own tokenizer counts otherwise. */
    public long promptTokens() {
        return Math.round(promptCharacters / CHARACTERS_A_TOKEN);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d calls, %,d characters of prompts (about %,d tokens), answers of at most %,d tokens",
                calls,
                promptCharacters,
                promptTokens(),
                mostAnswerTokens);
    }
}
