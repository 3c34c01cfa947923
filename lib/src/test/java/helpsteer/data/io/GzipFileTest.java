package helpsteer.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GzipFileTest {
    private final Path folder;

    GzipFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private byte[] read(String name, byte[] content) throws IOException {
        try (InputStream in = GzipFile.open(Files.write(folder.resolve(name), content))) {
            return in.readAllBytes();
        }
    }

    /** Each byte alone gives the same as all at once, and the end stays the end. */
    @Test
    void read_byteByByte_isTheContent() throws IOException {
        byte[] content = joined(new byte[] {0, -1, 127, -128}, bytes(300, 1));
        Path file = Files.write(folder.resolve("a.gz"), joined(packed(content), packed(content)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = GzipFile.open(file)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                out.write(b);
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[3])).isEqualTo(-1);
        }
        assertThat(out.toByteArray()).isEqualTo(joined(content, content));
    }

    @Test
    void open_randomMembers_givesTheirContentsInOrder() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> contents = new ArrayList<>();
            List<byte[]> members = new ArrayList<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                byte[] content = bytes(random.nextInt(random.nextBoolean() ? 3 : 100_000), seed + i);
                contents.add(content);
                members.add(packed(content));
            }
            assertThat(read("m.jsonl.gz", joined(members.toArray(byte[][]::new))))
                    .as("seed " + seed)
                    .isEqualTo(joined(contents.toArray(byte[][]::new)));
        }
    }

    @Test
    void open_nameWithoutGzOrEmptyFile_isReadAsItIs() throws IOException {
        byte[] gzip = packed(bytes(10, 1));
        assertThat(read("a.jsonl", gzip)).isEqualTo(gzip);
        assertThat(read("a.gz", new byte[0])).isEmpty();
        assertThat(read("a.gz", packed(new byte[0]))).isEmpty();
        assertThatThrownBy(() -> GzipFile.open(folder.resolve("none.gz"))).isInstanceOf(NoSuchFileException.class);
    }

    /** Cut off anywhere, a file is refused in words: never does a part of its bytes pass for the whole. */
    @Test
    void read_cutAnywhere_isRefused() throws IOException {
        byte[] first = packed(bytes(40, 2));
        byte[] whole = joined(first, packed(bytes(40, 3)));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length == first.length) {
                assertThat(read("cut.gz", cut)).hasSize(40); // a file of one whole member
                continue;
            }
            Throwable thrown = catchThrowable(() -> read("cut.gz", cut));
            assertThat(thrown).as("cut at " + length).isInstanceOf(GzipFile.UnsoundException.class);
            assertThat(thrown.getMessage()).endsWith("; fetch the file again");
        }
    }

    /** Any bit of a header, of the data or of a checksum that is flipped is found, in the second member, too. */
    @Test
    void read_flippedBit_isRefusedOrChangesNothing() throws IOException {
        byte[] content = joined(bytes(60, 4), bytes(60, 5));
        byte[] whole = joined(packed(bytes(60, 4)), packed(bytes(60, 5)));
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(read("flipped.gz", flipped)).as("bit " + bit).isEqualTo(content); // time, system or flags
            } catch (GzipFile.UnsoundException e) {
                refused++;
                assertThat(e).hasMessageEndingWith("; fetch the file again");
            }
        }
        assertThat(refused).isGreaterThan(8 * (whole.length - 20));
    }

    @Test
    void read_otherFormats_areRefusedAtTheFirstRead() {
        assertThatThrownBy(() -> read("zip.gz", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(GzipFile.UnsoundException.class)
                .hasMessageStartingWith("file must be sound gzip, got \"")
                .hasMessageEndingWith("\"; fetch the file again");
        assertThatThrownBy(() -> read("short.gz", new byte[] {0x1f})).isInstanceOf(GzipFile.UnsoundException.class);
    }
}
