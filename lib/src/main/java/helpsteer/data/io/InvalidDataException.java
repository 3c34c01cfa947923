package helpsteer.data.io;

/** A file that does not hold what it should; the message begins with {@code file:line} where a line is to blame. */
public final class InvalidDataException extends RuntimeException {
    public InvalidDataException(String message) {
        super(message);
    }

    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
