package helpsteer.reward;

import helpsteer.text.PairEncoding;
import java.util.Locale;

/** Which hidden state the head reads; each has a method of the script {@code head.py}. */
public enum Pooling {
    /** The mean over all real tokens, as sentence encoders are trained. */
    MEAN_POOL,
    /** The state at {@code [CLS]}, the first token. */
    FIRST_TOKEN,
    /** The state at the last real token, as the paper's models do. */
    LAST_TOKEN,
    /** {@code tanh(W h + b)} of the state at {@code [CLS]}, as in BERT's own classifiers; W and b are the model's. */
    POOLER,
    /**
     * The state at the last token of {@link PairEncoding#LABEL}, a fixed text put after the response: for an encoder what
     * {@code <extra_id_2>} is for the paper's models, a place that is the same in every text and asks for ratings.
     */
    LABEL_PREFIX;

    /** The script's method. */
    public String method() {
        return this == LABEL_PREFIX ? LAST_TOKEN.method() : key();
    }

    /** What tells its vectors from another's in cache keys. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text put after the response; empty for none. */
    public String label() {
        return this == LABEL_PREFIX ? PairEncoding.LABEL : "";
    }
}
