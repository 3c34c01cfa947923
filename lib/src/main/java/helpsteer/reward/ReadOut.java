package helpsteer.reward;

import java.util.Locale;

/** Which hidden state the head reads; each is a method of the script {@code head.py}. */
public enum ReadOut {
    /** The mean over all real tokens, as sentence encoders are trained. */
    MEAN_POOL,
    /** The state at {@code [CLS]}, the first token. */
    FIRST_TOKEN,
    /** The state at the last real token, as the paper's models do. */
    LAST_TOKEN,
    /** {@code tanh(W h + b)} of the state at {@code [CLS]}, as in BERT's own classifiers; W and b are the model's. */
    POOLER;

    String method() {
        return name().toLowerCase(Locale.ROOT);
    }
}
