package helpsteer.report;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why something failed, in one text: the first message of a chain of causes that says anything. */
public final class Reason {
    private Reason() {}

    /**
     * The message; what the JDK says of files and memory in words, for it names the file or the region only. A message of
     * one word has its class before it, none at all the place.
     */
    public static String of(Throwable thrown) {
        Throwable telling = telling(thrown);
        String message = telling.getMessage();
        Throwable root = root(telling);
        Optional<String> known = inWords(root);
        if (known.isPresent() && telling == root) {
            return known.get();
        }
        if (message == null || message.isBlank()) {
            return telling.getClass().getName() + " without a message" + place(telling);
        }
        for (String tail : new String[] {root.toString(), String.valueOf(root.getMessage())}) {
            if (known.isPresent() && message.endsWith(": " + tail)) {
                return message.substring(0, message.length() - tail.length()) + known.get();
            }
        }
        return message.strip().contains(" ") ? message : telling.getClass().getName() + ": " + message;
    }

    /** Whether the reason can be read without class and place. */
    public static boolean isSentence(Throwable thrown) {
        Throwable telling = telling(thrown);
        String message = telling.getMessage();
        return inWords(telling).isPresent()
                || (message != null && message.strip().contains(" "));
    }

    private static Optional<String> inWords(Throwable root) {
        if (root instanceof FileSystemException file && file.getReason() == null) {
            return ofFile(file);
        }
        if (root instanceof CharacterCodingException) {
            return Optional.of("text must be UTF-8, got other bytes; convert the file");
        }
        if (root instanceof InvalidPathException path) {
            return Optional.of("path must be of characters that file names can have here, got " + path.getInput()
                    + "; set LC_ALL=C.UTF-8 or name another");
        }
        if (root instanceof OutOfMemoryError) {
            return Optional.of("memory must be enough, got \"" + root.getMessage()
                    + "\"; take less at a time, or start again with HELPSTEER_JAVA_OPTS=-Xmx8g");
        }
        if (root instanceof StackOverflowError) {
            return Optional.of("nesting must be less deep than the stack, got more; simplify the input, or start again"
                    + " with HELPSTEER_JAVA_OPTS=-Xss16m");
        }
        return Optional.empty();
    }

    private static Optional<String> ofFile(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return Optional.of("file or folder must exist, got none at " + e.getFile() + "; correct the path");
        }
        if (e instanceof FileAlreadyExistsException) {
            return Optional.of("file must be new, got " + e.getFile() + ", which exists; name another");
        }
        if (e instanceof NotDirectoryException) {
            return Optional.of("path must be a folder, got the file " + e.getFile() + "; name another");
        }
        if (e instanceof AccessDeniedException) {
            return Optional.of("file must be open to this user, got no permission for " + e.getFile()
                    + "; change its rights or name another");
        }
        return Optional.empty();
    }

    private static Throwable telling(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null || saysItself(thrown, cause) ? thrown : telling(cause);
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : root(cause);
    }

    /** A wrapper says nothing of its own where it repeats its cause; nor does an error of loading a class. */
    private static boolean saysItself(Throwable thrown, Throwable cause) {
        String message = thrown.getMessage();
        return message != null
                && !message.isBlank()
                && !message.equals(cause.toString())
                && !(thrown instanceof LinkageError);
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length == 0 ? "" : " at " + frames[0];
    }
}
