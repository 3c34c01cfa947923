package helpsteer.train;

/** A checkpoint that is damaged or belongs to another run; nothing of it is used. */
public final class InvalidCheckpointException extends RuntimeException {
    InvalidCheckpointException(String message) {
        super(message);
    }

    InvalidCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
