package helpsteer.text;

import java.util.List;
import java.util.Locale;

/**
 * How much of some texts a model never sees, because they are longer than it reads.
 *
 * @param texts all texts
 * @param textsCut texts that lost tokens on either side
 * @param promptsCut texts whose prompt lost tokens on its left
 * @param responsesCut texts whose response lost tokens on its right
 * @param tokensRead tokens that are read, special tokens included
 * @param tokensCut tokens that are not
 */
public record TruncationStats(
        int texts, int textsCut, int promptsCut, int responsesCut, long tokensRead, long tokensCut) {

    /** Counts over encoded texts, of which there is at least one. */
    public static TruncationStats of(List<? extends EncodedText> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows must not be empty, got none");
        }
        return new TruncationStats(
                rows.size(),
                (int) rows.stream().filter(r -> r.cut() > 0).count(),
                (int) rows.stream().filter(r -> r.promptCut() > 0).count(),
                (int) rows.stream().filter(r -> r.responseCut() > 0).count(),
                rows.stream().mapToLong(EncodedText::length).sum(),
                rows.stream().mapToLong(EncodedText::cut).sum());
    }

    /** These counts and those of other texts. */
    public TruncationStats plus(TruncationStats other) {
        return new TruncationStats(
                texts + other.texts,
                textsCut + other.textsCut,
                promptsCut + other.promptsCut,
                responsesCut + other.responsesCut,
                tokensRead + other.tokensRead,
                tokensCut + other.tokensCut);
    }

    /**
     * These counts, where few enough texts are cut.
     *
     * @param share largest share of texts that may be cut, in [0, 1]
     * @throws IllegalArgumentException where more are
     */
    public TruncationStats atMost(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be within 0 to 1, got " + share);
        }
        if (textsCut > share * texts) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "texts cut must be at most %.1f %% of all, got %d of %d; raise maxTokens or leave long rows out",
                    100 * share,
                    textsCut,
                    texts));
        }
        return this;
    }

    /** Share of all tokens that are not read, in [0, 1). */
    public double shareCut() {
        return (double) tokensCut / (tokensRead + tokensCut);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d texts, %d tokens read, %d cut (%.1f %%): %d prompts and %d responses are not read whole",
                texts,
                tokensRead,
                tokensCut,
                100 * shareCut(),
                promptsCut,
                responsesCut);
    }
}
