package helpsteer.text;

import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Exchanges in BERT's form for two texts: {@code [CLS] prompt [SEP] response [SEP]}.
 *
 * <p>A text that itself holds {@code [SEP]} or another control token's text is encoded as text; no speaker can end his part.
 *
 * <p>A prompt of one turn stands as it is; of several, each turn begins with its speaker's name. What does not fit is
 * cut from the prompt's left first, down to a quarter of the room; only then from the response's right, and counted.
 */
public final class PairEncoding {
    /** Raised whenever the same text would get other token ids, so that nothing cached before is used again. */
    public static final int VERSION = 2;

    /**
     * A text put after the response, at whose last token ratings may be read: the first word of the line of ratings that
     * follows {@code <extra_id_2>} in the paper's form. That marker itself would be seven tokens that mean nothing to BERT;
     * this is three, {@code helpful ##ness :}.
     */
    public static final String LABEL = "helpfulness:";

    private static final int LEAST = 8;

    /** {@code [CLS]} and two {@code [SEP]}. */
    private static final int SPECIAL = 3;

    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final int cls;
    private final int sep;
    private final int[] label;

    /**
     * Uses a tokenizer of the BERT family.
     *
     * @param maxTokens longest result, special tokens included, at least 8
     */
    public PairEncoding(Tokenizer tokenizer, int maxTokens) {
        this(tokenizer, maxTokens, "");
    }

    /**
     * The same with a label at the end, {@code [CLS] prompt [SEP] response [SEP] label}, which is never cut.
     *
     * @param maxTokens longest result, special tokens and label included, at least 8 more than the label's
     * @param label such as {@link #LABEL}; empty for none
     */
    public PairEncoding(Tokenizer tokenizer, int maxTokens, String label) {
        this.label = label.isEmpty() ? new int[0] : tokenizer.ids(label);
        int least = LEAST + this.label.length;
        if (maxTokens < least) {
            throw new IllegalArgumentException("maxTokens must be at least " + least + ", got " + maxTokens);
        }
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        cls = tokenizer.idOf("[CLS]");
        sep = tokenizer.idOf("[SEP]");
    }

    public int maxTokens() {
        return maxTokens;
    }

    /** Encodes one exchange. */
    public EncodedPair encode(PromptResponse exchange) {
        int[] prompt = tokenizer.idsOfText(render(exchange.prompt()));
        int[] response = tokenizer.idsOfText(exchange.response());
        int room = maxTokens - SPECIAL - label.length;
        int promptKept = Math.min(prompt.length, Math.max(room - response.length, room / 4));
        int responseKept = Math.min(response.length, room - promptKept);
        int[] ids = new int[promptKept + responseKept + SPECIAL + label.length];
        ids[0] = cls;
        System.arraycopy(prompt, prompt.length - promptKept, ids, 1, promptKept);
        ids[promptKept + 1] = sep;
        System.arraycopy(response, 0, ids, promptKept + 2, responseKept);
        ids[promptKept + responseKept + 2] = sep;
        System.arraycopy(label, 0, ids, promptKept + responseKept + SPECIAL, label.length);
        return new EncodedPair(ids, promptKept + 2, prompt.length - promptKept, response.length - responseKept);
    }

    /** Encodes many exchanges, on all cores; the order is kept. */
    public List<EncodedPair> encodeAll(List<PromptResponse> exchanges) {
        EncodedPair[] out = new EncodedPair[exchanges.size()];
        IntStream.range(0, out.length).parallel().forEach(i -> out[i] = encode(exchanges.get(i)));
        return List.of(out);
    }

    /** The prompt as one text. */
    static String render(Prompt prompt) {
        if (prompt.turns().size() == 1) {
            return prompt.turns().get(0).text();
        }
        List<String> lines = new ArrayList<>();
        for (Turn turn : prompt.turns()) {
            String speaker = turn.role() == Role.USER ? "User" : turn.role() == Role.SYSTEM ? "System" : "Assistant";
            lines.add(speaker + ": " + turn.text());
        }
        return String.join("\n", lines);
    }
}
