package helpsteer.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.weights.InvalidWeightsException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GgufCursorTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private GgufCursorTest put(int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    private GgufCursorTest text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(8, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private GgufCursor cursor() {
        ByteBuffer buffer = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.BIG_ENDIAN);
        out.reset();
        return new GgufCursor(buffer);
    }

    private static void refused(Runnable reading, String message) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    /** A value of a random type with its bytes; lists hold values of one type, down to a depth. */
    private Object random(SplittableRandom random, int type, int depth) {
        long bits = random.nextLong();
        switch (type) {
            case 0, 1, 7 -> put(1, type == 7 ? bits & 1 : bits);
            case 2, 3 -> put(2, bits);
            case 4, 5 -> put(4, bits);
            case 6 -> put(4, Float.floatToIntBits((float) bits));
            case 8 -> text("é" + bits);
            case 9 -> {
                int inner = random.nextInt(depth == 0 ? 9 : 10);
                int count = random.nextInt(4);
                put(4, inner).put(8, count);
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    list.add(random(random, inner, depth - 1));
                }
                return list;
            }
            case 10 -> put(8, bits >>> 1);
            case 11 -> put(8, bits);
            default -> put(8, Double.doubleToLongBits((double) bits));
        }
        return switch (type) {
            case 0 -> bits & 0xff;
            case 1 -> (long) (byte) bits;
            case 2 -> bits & 0xffff;
            case 3 -> (long) (short) bits;
            case 4 -> bits & 0xffffffffL;
            case 5 -> (long) (int) bits;
            case 6 -> (float) bits;
            case 7 -> (bits & 1) == 1;
            case 8 -> "é" + bits;
            case 10 -> bits >>> 1;
            case 11 -> bits;
            default -> (double) bits;
        };
    }

    /** What is written is read, and to pass over a value ends at the same byte as to read it. */
    @Test
    void value_andSkip_ofRandomValues_agree() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int type = random.nextInt(13);
            put(4, type);
            Object expected = random(random, type, 3);
            put(4, 0xabcdef);
            GgufCursor read = cursor();
            GgufCursor passed = read.copy();
            assertThat(read.value()).as("seed " + seed).isEqualTo(expected);
            passed.skip();
            assertThat(passed.position()).as("seed " + seed).isEqualTo(read.position());
            assertThat(passed.integer()).isEqualTo(0xabcdef);
        }
    }

    /** Wherever a head is cut off, both ways to read it refuse in words. */
    @Test
    void value_andSkip_ofACutHead_areRefused() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int type = random.nextInt(13);
            put(4, type);
            random(random, type, 2);
            byte[] whole = out.toByteArray();
            for (int length = 0; length < whole.length; length++) {
                out.reset();
                out.write(whole, 0, length);
                GgufCursor read = cursor();
                GgufCursor passed = read.copy();
                assertThatThrownBy(read::value)
                        .isInstanceOf(InvalidWeightsException.class)
                        .hasMessageMatching(
                                "(file must not end within its head|length of (text|list) must fit).*; fetch .*");
                assertThatThrownBy(passed::skip).isInstanceOf(InvalidWeightsException.class);
            }
            out.reset();
        }
    }

    @Test
    void copy_readsFromThereAndLeavesTheFirstWhereItIs() {
        GgufCursor cursor = put(4, 1).put(4, 2).put(4, 3).cursor();
        assertThat(cursor.integer()).isEqualTo(1);
        GgufCursor copy = cursor.copy();
        assertThat(copy.integer()).isEqualTo(2);
        assertThat(copy.integer()).isEqualTo(3);
        assertThat(cursor.position()).isEqualTo(4);
        assertThat(cursor.integer()).isEqualTo(2);
    }

    @Test
    void count_beyondTheBytesLeft_isRefusedBeforeAnythingIsMade() {
        assertThat(put(8, 3).put(6, 0).cursor().count("n", 2)).isEqualTo(3);
        refused(
                () -> put(8, 4).put(6, 0).cursor().count("n", 2),
                "n must fit the 6 bytes left, got 4; fetch the file again");
        refused(
                () -> put(8, Long.MAX_VALUE).put(6, 0).cursor().count("n", 1),
                "n must fit the 6 bytes left, got 9223372036854775807; fetch the file again");
        refused(() -> put(8, -1).cursor().size("n"), "n must be below 2^63, got 18446744073709551615");
        refused(
                () -> put(3, 0).cursor().integer(),
                "file must not end within its head, got its end at byte 3; fetch it again");
    }

    @Test
    void string_bytesThatAreNoUtf8_areRefused() {
        GgufCursor cursor = text("naïve 🙂").text("").cursor();
        assertThat(cursor.string("a")).isEqualTo("naïve 🙂");
        assertThat(cursor.string("a")).isEmpty();
        refused(() -> put(8, 2).put(2, 0x28c3).cursor().string("metadata key"), "metadata key must be UTF-8");
    }

    @Test
    void value_unknownTypesAndTruths_areRefused() {
        refused(() -> put(4, 13).cursor().value(), "type of a value must be 0 to 12, got 13");
        refused(() -> put(4, -1).cursor().value(), "type of a value must be 0 to 12, got 4294967295");
        refused(() -> put(4, 13).cursor().skip(), "type of a value must be 0 to 12, got 13");
        refused(() -> put(4, 9).put(4, 13).put(8, 0).cursor().value(), "type of a value must be 0 to 12, got 13");
        refused(() -> put(4, 7).put(1, 2).cursor().value(), "truth value must be 0 or 1, got 2");
    }

    @Test
    void skip_listsNestedTooDeep_areRefusedAndTheDeepestAllowedIsPassed() {
        for (int depth = 7; depth <= 8; depth++) {
            put(4, 9);
            for (int i = 0; i < depth; i++) {
                put(4, 9).put(8, 1);
            }
            put(4, 0).put(8, 0);
            GgufCursor cursor = cursor();
            if (depth == 7) {
                cursor.skip();
                assertThat(cursor.position()).isEqualTo(4 + 8 * 12);
            } else {
                refused(cursor::skip, "lists must nest at most 8 deep, got more");
            }
        }
    }
}
