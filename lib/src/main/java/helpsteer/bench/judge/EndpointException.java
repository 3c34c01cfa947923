package helpsteer.bench.judge;

import java.io.IOException;

/** An endpoint that did not answer a request; the message never holds the key. */
public final class EndpointException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What the failure means for further requests. */
    public enum Kind {
        /** This request failed, however often it was sent; the next may not. */
        THIS_REQUEST,
        /** No request will be answered: the key, the address or the model is wrong. */
        EVERY_REQUEST,
        /** The budget of requests is spent. */
        BUDGET
    }

    private final Kind kind;

    EndpointException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What the failure means for further requests. */
    public Kind kind() {
        return kind;
    }
}
