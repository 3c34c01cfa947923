package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.ChildJvm;
import helpsteer.data.Prompt;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
    private static final int HEADER = 48;
    private static final int RECORD = 32 + 2 * Float.BYTES + 4;

    private final Path file;
    private final List<Integer> asked = new ArrayList<>();

    VectorCacheTest(@TempDir Path folder) {
        file = folder.resolve("vectors/m.bin");
    }

    private VectorCache open() {
        return new VectorCache(file, "m", 2);
    }

    private static List<PromptResponse> texts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new PromptResponse(Prompt.ofUser("text"), Integer.toString(i)))
                .toList();
    }

    /** The text's number and its square. */
    private float[][] model(List<PromptResponse> exchanges) {
        asked.add(exchanges.size());
        Progress.current().update("within", 1, exchanges.size(), "");
        return expected(exchanges);
    }

    private static float[][] expected(List<PromptResponse> exchanges) {
        return exchanges.stream()
                .map(e -> Float.parseFloat(e.response()))
                .map(n -> new float[] {n, n * n})
                .toArray(float[][]::new);
    }

    private float[][] vectors(VectorCache cache, List<PromptResponse> exchanges) {
        return cache.vectors(exchanges, this::model, "embedding");
    }

    @Test
    void vectors_askedAgain_computesOnlyWhatIsNew() {
        List<String> progress = new ArrayList<>();
        VectorCache cache = open();
        List<PromptResponse> some = texts(0, 300);
        assertThat(Progress.during(
                        (t, done, total, n) -> progress.add(done + "/" + total),
                        () -> cache.vectors(some, this::model, "embedding")))
                .isDeepEqualTo(expected(some));
        assertThat(asked).containsExactly(128, 128, 44);
        assertThat(progress).containsExactly("1/300", "128/300", "129/300", "256/300", "257/300", "300/300");
        asked.clear();
        List<PromptResponse> more = new ArrayList<>(texts(290, 303));
        more.add(more.get(12));
        assertThat(vectors(open(), more)).isDeepEqualTo(expected(more));
        assertThat(asked).containsExactly(3);
        assertThat(open().knows(texts(0, 303))).isTrue();
        assertThat(open().knows(texts(0, 304))).isFalse();
        assertThat(open().size()).isEqualTo(303);
    }

    @Test
    void find_unknownText_isEmpty_andACopyElse() {
        VectorCache cache = open();
        vectors(cache, texts(3, 4));
        String hash = texts(3, 4).get(0).contentHash();
        cache.find(hash).orElseThrow()[0] = 99;
        assertThat(cache.find(hash).orElseThrow()).containsExactly(3, 9);
        assertThat(cache.find(Hash.ofTexts("other"))).isEmpty();
    }

    @Test
    void vectors_recordTornByACrash_isCutOffAndComputedAgain() throws IOException {
        vectors(open(), texts(0, 3));
        byte[] whole = Files.readAllBytes(file);
        assertThat(whole).hasSize(HEADER + 3 * RECORD);
        for (int length = HEADER + 2 * RECORD; length < HEADER + 3 * RECORD; length++) {
            Files.write(file, Arrays.copyOf(whole, length), StandardOpenOption.TRUNCATE_EXISTING);
            asked.clear();
            VectorCache cache = open();
            assertThat(cache.size()).isEqualTo(2);
            assertThat(vectors(cache, texts(0, 3))).isDeepEqualTo(expected(texts(0, 3)));
            assertThat(asked).containsExactly(1);
            assertThat(file).hasBinaryContent(whole);
        }
    }

    @Test
    void vectors_twoCachesOfOneFile_keepBoth() {
        VectorCache one = open();
        VectorCache two = open();
        vectors(one, texts(0, 5));
        vectors(two, texts(3, 8));
        vectors(one, texts(8, 10));
        asked.clear();
        assertThat(vectors(open(), texts(0, 10))).isDeepEqualTo(expected(texts(0, 10)));
        assertThat(asked).isEmpty();
    }

    @Test
    void vectors_fourThreadsAtOnce_loseNothing() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = 100 * t;
            threads.add(new Thread(() -> {
                VectorCache cache = open();
                for (int i = from; i < from + 100; i++) {
                    cache.vectors(texts(i, i + 1), e -> expected(e), "embedding");
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(vectors(open(), texts(0, 400))).isDeepEqualTo(expected(texts(0, 400)));
        assertThat(asked).isEmpty();
    }

    /** Texts 300 to 400 belong to both. A third reader keeps the cache open meanwhile and sees what was added to it. */
    @Test
    void vectors_twoProcessesAtOnce_loseNothingAndKeepEachTextOnce() throws Exception {
        VectorCache open = open();
        vectors(open, texts(1000, 1001));
        List<Process> processes = List.of(
                ChildJvm.start(List.of(), CacheWriter.class, file.toString(), "0", "400"),
                ChildJvm.start(List.of(), CacheWriter.class, file.toString(), "300", "700"));
        for (Process process : processes) {
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo("done");
            assertThat(process.waitFor()).isZero();
        }
        assertThat(file).hasSize(HEADER + 701 * RECORD);
        vectors(open, texts(1001, 1002));
        asked.clear();
        assertThat(open.size()).isEqualTo(702);
        List<PromptResponse> all = texts(0, 700);
        assertThat(vectors(open, all)).isDeepEqualTo(expected(all));
        assertThat(vectors(open(), all)).isDeepEqualTo(expected(all));
        assertThat(asked).isEmpty();
    }

    /**
     * A thread of this process maps the file anew, and closes it, while another adds to it: on POSIX that gives up the lock,
     * and the other process writes at the same places.
     */
    @Test
    void vectors_readByOneThreadWhileAnotherAdds_otherProcessesWait() throws Exception {
        Process process = ChildJvm.start(List.of(), CacheWriter.class, file.toString(), "0", "300");
        VectorCache cache = open();
        Thread writer = new Thread(() -> {
            for (int i = 300; i < 1300; i += 5) {
                cache.addAll(hashes(texts(i, i + 5)), expected(texts(i, i + 5)));
            }
        });
        writer.start();
        int seen = 0;
        while (writer.isAlive()) {
            seen += open().find(hashes(texts(300, 301)).get(0)).isPresent() ? 1 : 0;
        }
        writer.join();
        assertThat(seen).isPositive();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("done");
        assertThat(file).hasSize(HEADER + 1300 * RECORD);
        assertThat(vectors(open(), texts(0, 1300))).isDeepEqualTo(expected(texts(0, 1300)));
        assertThat(asked).isEmpty();
    }

    private static List<String> hashes(List<PromptResponse> texts) {
        return texts.stream().map(PromptResponse::contentHash).toList();
    }

    @Test
    void vectors_anyBitOfARecordFlipped_isComputedAgainAndNamed() throws IOException {
        vectors(open(), texts(0, 3));
        byte[] whole = Files.readAllBytes(file);
        for (int at = HEADER + RECORD; at < HEADER + 2 * RECORD; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(file, damaged);
            asked.clear();
            List<String> notes = new ArrayList<>();
            VectorCache cache = open();
            assertThat(cache.knows(texts(0, 3))).isFalse();
            assertThat(Progress.during(
                            (t, done, total, n) -> notes.add(n),
                            () -> cache.vectors(texts(0, 3), this::model, "embedding")))
                    .as("byte %d", at)
                    .isDeepEqualTo(expected(texts(0, 3)));
            assertThat(asked).containsExactly(1);
            if (at >= HEADER + RECORD + 32) { // else the key is another text's
                assertThat(notes)
                        .first()
                        .isEqualTo("1 records of m.bin are damaged and computed again, the first of text "
                                + hashes(texts(1, 2)).get(0).substring(0, 12));
                assertThat(file).as("written over the damaged one").hasBinaryContent(whole);
            }
            assertThat(open().knows(texts(0, 3))).isTrue();
        }
    }

    @Test
    void vectors_fileOfEarlierFormat_isMadeAnewAndNeverRead() throws IOException {
        byte[] old = new byte[5 * (32 + 2 * Float.BYTES)]; // keys and floats without header and checksum
        byte[] key = HexFormat.of().parseHex(hashes(texts(1, 2)).get(0));
        System.arraycopy(key, 0, old, 0, key.length);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, old);
        assertThat(open().size()).isZero();
        assertThat(vectors(open(), texts(0, 3))).isDeepEqualTo(expected(texts(0, 3)));
        assertThat(asked).containsExactly(3);
        assertThat(file).hasSize(HEADER + 3 * RECORD);
    }

    @Test
    void open_otherWidthOrModel_isRefused() {
        vectors(open(), texts(0, 1));
        assertThatThrownBy(() -> new VectorCache(file, "m", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cache m.bin must hold vectors of length 3 of this model, got those of another; remove the"
                        + " file");
        assertThatThrownBy(() -> new VectorCache(file, "other", 2))
                .hasMessage("cache m.bin must hold vectors of length 2 of this model, got those of another; remove the"
                        + " file");
    }

    @Test
    void addAll_notFinite_isRefused() {
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> open().addAll(hashes(texts(0, 1)), new float[][] {{0, value}}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("vectors must be finite, got " + value
                            + "; look whether the model's weights are, and whether its precision suffices");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void vectors_fileShortenedMeanwhile_isRefused() throws IOException {
        VectorCache cache = open();
        vectors(cache, texts(0, 3));
        Files.delete(file);
        assertThatThrownBy(() -> vectors(cache, texts(3, 4)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot add to the cache " + file
                        + ": it became shorter than it was; remove it and start again");
    }

    @Test
    void vectors_modelGivesTooFewOrTooWide_isRefused() {
        assertThatThrownBy(() -> open().vectors(texts(0, 2), e -> new float[1][2], "embedding"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors must be one for each text, got 1 for 2");
        assertThatThrownBy(() -> open().vectors(texts(0, 1), e -> new float[1][3], "embedding"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors must have length 2, got 3");
    }
}
