package helpsteer.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final int LIMIT = 1 << 20;

    private static List<String> lines(String text, int limit) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), limit);
        List<String> out = new ArrayList<>();
        while (reader.next()) {
            out.add(reader.tooLong() ? "too long" : new String(reader.bytes(), StandardCharsets.UTF_8));
            assertThat(reader.number()).isEqualTo(out.size());
        }
        return out;
    }

    @Test
    void next_textOfAnyForm_givesWhatStandsBetweenLineFeeds() throws IOException {
        assertThat(lines("", LIMIT)).isEmpty();
        assertThat(lines("\n", LIMIT)).containsExactly("");
        assertThat(lines("a\n\nbc", LIMIT)).containsExactly("a", "", "bc");
        assertThat(lines("a\r\nä\n", LIMIT)).containsExactly("a\r", "ä");
    }

    @Test
    void next_linesOverTheEdgesOfTheBuffer_areWhole() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int length : new int[] {65_535, 65_536, 65_537, 3, 200_000, 0, 131_071, 1}) {
            expected.add("x".repeat(length));
        }
        assertThat(lines(String.join("\n", expected), LIMIT)).isEqualTo(expected);
        assertThat(lines(String.join("\n", expected) + "\n", LIMIT)).isEqualTo(expected);
    }

    @Test
    void next_lineAboveTheLimit_isPassedOver() throws IOException {
        assertThat(lines("abcd\nabcde\nabc", 4)).containsExactly("abcd", "too long", "abc");
        String long_ = "x".repeat(200_000);
        assertThat(lines(long_ + "\n" + long_ + "y\n" + long_, 200_000)).containsExactly(long_, "too long", long_);
    }

    @Test
    void next_streamThatFails_keepsTheNumberOfItsLine() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new EOFException("gone");
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
                return read();
            }
        };
        byte[] before = "a\nb\nc".getBytes(StandardCharsets.UTF_8);
        LineReader reader = new LineReader(new SequenceInputStream(new ByteArrayInputStream(before), broken), LIMIT);
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class).hasMessage("gone");
        assertThat(reader.number()).isEqualTo(3);
    }
}
