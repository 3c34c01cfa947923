package helpsteer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import helpsteer.data.Ratings;
import helpsteer.data.io.InvalidDataException;
import helpsteer.weights.InvalidWeightsException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

    @Test
    void of_chainOfCauses_namesEachDownToTheFirst() {
        Exception root = framed(new IOException("disk is full"), 0);
        Exception middle = framed(new IllegalStateException("cannot save", root), 1);
        Exception top = framed(new IllegalArgumentException("rating must be 0 to 4, got 9", middle), 1);

        assertThat(ErrorText.of(top))
                .containsExactly(
                        "java.lang.IllegalArgumentException: rating must be 0 to 4, got 9",
                        "    at Cell.f0(cell:0)",
                        "Caused by: java.lang.IllegalStateException: cannot save",
                        "    at Cell.f0(cell:0)",
                        "Caused by: java.io.IOException: disk is full");
    }

    @Test
    void of_deepRecursion_showsTwelveFramesAndCountsTheRest() {
        StackOverflowError error = framed(new StackOverflowError(), 1024);

        List<String> lines = ErrorText.of(error);

        assertThat(lines).hasSize(1 + 12 + 1).startsWith("java.lang.StackOverflowError", "    at Cell.f0(cell:0)");
        assertThat(lines.get(13)).isEqualTo("    ... and 1012 more");
    }

    @Test
    void of_exactlyTwelveFrames_countsNone() {
        assertThat(ErrorText.of(framed(new RuntimeException("x"), 12)))
                .hasSize(13)
                .noneMatch(line -> line.contains("more"));
    }

    @Test
    void of_fullHeap_saysWhatToDo() {
        assertThat(ErrorText.of(framed(new OutOfMemoryError("Java heap space"), 0)))
                .containsExactly(
                        "java.lang.OutOfMemoryError: Java heap space",
                        "The heap is full: work on fewer rows, or start again with HELPSTEER_JAVA_OPTS=-Xmx8g.");
    }

    @Test
    void of_messageOfSeveralLines_keepsThem() {
        assertThat(ErrorText.of(framed(new RuntimeException("first\nsecond"), 0)))
                .containsExactly("java.lang.RuntimeException: first", "second");
    }

    @Test
    void of_causesInACircle_ends() {
        Exception one = framed(new IllegalStateException("one"), 0);
        Exception two = framed(new IllegalStateException("two", one), 0);
        one.initCause(two);

        assertThat(ErrorText.of(two)).hasSize(16);
    }

    @Test
    void of_ownException_isItsMessageWithoutFrames() {
        assertThat(ErrorText.of(framed(new InvalidDataException("train.jsonl:3: rating must be 0 to 4, got 9"), 3)))
                .containsExactly("helpsteer.data.io.InvalidDataException: train.jsonl:3: rating must be 0 to 4, got 9");
    }

    @Test
    void of_causeOfAnOwnException_isNamedIfItSaysSomethingElse() {
        IOException full = framed(new IOException("disk is full"), 2);

        assertThat(ErrorText.of(framed(new InvalidWeightsException("cannot write the model", full), 3)))
                .containsExactly(
                        "helpsteer.weights.InvalidWeightsException: cannot write the model",
                        "Caused by: java.io.IOException: disk is full");
        assertThat(ErrorText.of(framed(new InvalidWeightsException("cannot write: disk is full; make room", full), 3)))
                .containsExactly("helpsteer.weights.InvalidWeightsException: cannot write: disk is full; make room");
    }

    @Test
    void of_ownExceptionAsACause_endsTheFrames() {
        Exception own = framed(new InvalidDataException("train.jsonl:0: file must exist, got none"), 2);

        assertThat(ErrorText.of(framed(new RuntimeException("cell failed", own), 1)))
                .containsExactly(
                        "java.lang.RuntimeException: cell failed",
                        "    at Cell.f0(cell:0)",
                        "Caused by: helpsteer.data.io.InvalidDataException: train.jsonl:0: file must exist, got none");
    }

    @Test
    void of_refusedArgument_hasFramesOnlyWhereTheLibraryDidNotThrowIt() {
        Exception refused = catchException(() -> new Ratings(9, 0, 0, 0, 0));

        assertThat(ErrorText.of(refused))
                .containsExactly("java.lang.IllegalArgumentException: " + refused.getMessage());
        assertThat(ErrorText.of(framed(new IllegalArgumentException("9"), 2)))
                .containsExactly(
                        "java.lang.IllegalArgumentException: 9", "    at Cell.f0(cell:0)", "    at Cell.f1(cell:1)");
    }

    private static <T extends Throwable> T framed(T thrown, int frames) {
        thrown.setStackTrace(IntStream.range(0, frames)
                .mapToObj(i -> new StackTraceElement("Cell", "f" + i, "cell", i))
                .toArray(StackTraceElement[]::new));
        return thrown;
    }
}
