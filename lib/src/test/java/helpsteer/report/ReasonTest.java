package helpsteer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void of_ownMessage_isPreferredToTheCause() {
        assertThat(Reason.of(new UncheckedIOException("cannot read train.jsonl", new IOException("disk is full"))))
                .isEqualTo("cannot read train.jsonl");
    }

    @Test
    void of_wrappersThatSayNothing_isTheFirstCauseThatDoes() {
        Exception root = new IllegalStateException("libtorch must load, got none", new IOException("deeper"));
        Error loading = new NoClassDefFoundError("Could not initialize class helpsteer.nn.Torch");
        loading.initCause(new ExceptionInInitializerError(root));
        assertThat(Reason.of(new RuntimeException(loading))).isEqualTo("libtorch must load, got none");
    }

    @Test
    void of_loadingErrorWithoutCause_isItsOwnMessage() {
        assertThat(Reason.of(new UnsatisfiedLinkError("no libtorch here"))).isEqualTo("no libtorch here");
    }

    @Test
    void of_messageOfOneWord_hasTheClassBefore() {
        Exception word = new FileNotFoundException("train.jsonl");
        assertThat(Reason.of(new UncheckedIOException((IOException) word)))
                .isEqualTo("java.io.FileNotFoundException: train.jsonl");
        assertThat(Reason.isSentence(word)).isFalse();
    }

    @Test
    void of_noMessageAnywhere_hasThePlace() {
        Exception silent = new IllegalStateException();
        silent.setStackTrace(new StackTraceElement[] {new StackTraceElement("Cell", "run", "Cell.java", 3)});
        assertThat(Reason.of(silent))
                .isEqualTo("java.lang.IllegalStateException without a message at Cell.run(Cell.java:3)");
        silent.setStackTrace(new StackTraceElement[0]);
        assertThat(Reason.of(silent)).isEqualTo("java.lang.IllegalStateException without a message");
    }

    @Test
    void of_fileErrorThatNamesThePathOnly_saysWhatIsWrongWithIt() {
        assertThat(reason(new NoSuchFileException("a")))
                .isEqualTo("cannot read a: file or folder must exist, got none at a; correct the path");
        assertThat(reason(new FileAlreadyExistsException("a")))
                .isEqualTo("cannot read a: file must be new, got a, which exists; name another");
        assertThat(reason(new NotDirectoryException("a")))
                .isEqualTo("cannot read a: path must be a folder, got the file a; name another");
        assertThat(reason(new AccessDeniedException("a")))
                .isEqualTo(
                        "cannot read a: file must be open to this user, got no permission for a; change its rights or"
                                + " name another");
        assertThat(reason(new FileSystemException("a", null, "Read-only file system")))
                .isEqualTo("cannot read a: a: Read-only file system");
        assertThat(reason(new MalformedInputException(1)))
                .isEqualTo("cannot read a: text must be UTF-8, got other bytes; convert the file");
        assertThat(Reason.of(new UncheckedIOException(
                        "cannot read it: " + new NoSuchFileException("a"), new NoSuchFileException("a"))))
                .isEqualTo("cannot read it: file or folder must exist, got none at a; correct the path");
        assertThat(Reason.of(new InvalidPathException("ä", "Malformed input")))
                .isEqualTo("path must be of characters that file names can have here, got ä; set LC_ALL=C.UTF-8 or name"
                        + " another");
    }

    private static String reason(IOException e) {
        return Reason.of(new UncheckedIOException("cannot read a: " + e.getMessage(), e));
    }

    @Test
    void of_mappingThatFailsForMemory_saysSo() {
        assertThat(Reason.of(new UncheckedIOException(
                        "cannot read model: Map failed",
                        new IOException("Map failed", new OutOfMemoryError("Map failed")))))
                .isEqualTo("cannot read model: memory must be enough, got \"Map failed\"; take less at a time, or start"
                        + " again with HELPSTEER_JAVA_OPTS=-Xmx8g");
    }
}
