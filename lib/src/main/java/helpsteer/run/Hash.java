package helpsteer.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** SHA-256 of files and texts, in lower-case hexadecimal. */
public final class Hash {
    private static final int BUFFER_BYTES = 1 << 16;

    private Hash() {}

    /** The digest of a file's bytes. */
    public static String ofFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ofStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The digest of all bytes that a stream still holds; the stream stays open. */
    public static String ofStream(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return hex(digest);
    }

    /** The digest of several texts in order; each is preceded by its length, so that borders count. */
    public static String ofTexts(String... texts) {
        return ofTexts(Stream.of(texts));
    }

    /** The same of texts that are made one by one. */
    public static String ofTexts(Stream<String> texts) {
        MessageDigest digest = digest();
        texts.forEachOrdered(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        });
        return hex(digest);
    }

    /** A fresh SHA-256, for callers that feed it themselves. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must offer SHA-256", e);
        }
    }

    /** The finished digest as text. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
