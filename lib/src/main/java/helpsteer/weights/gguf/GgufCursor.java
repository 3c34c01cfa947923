package helpsteer.weights.gguf;

import helpsteer.weights.InvalidWeightsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A place in the head of a GGUF file; every length is checked against what is left before anything is made for it. */
final class GgufCursor {
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    /** Bytes of a value by its type number; a string and an array have at least these. */
    private static final int[] BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8};

    /** No file nests lists deeper; the bound keeps a broken one from exhausting the stack. */
    private static final int DEEPEST = 8;

    private final ByteBuffer in;

    GgufCursor(ByteBuffer in) {
        this.in = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A cursor of its own at the same place. */
    GgufCursor copy() {
        return new GgufCursor(in);
    }

    int position() {
        return in.position();
    }

    int integer() {
        return need(Integer.BYTES).getInt();
    }

    /** An unsigned 64-bit number that Java can hold. */
    long size(String what) {
        long value = need(Long.BYTES).getLong();
        if (value < 0) {
            throw new InvalidWeightsException(what + " must be below 2^63, got " + Long.toUnsignedString(value));
        }
        return value;
    }

    /** How many things follow, each of at least so many bytes. */
    int count(String what, int leastBytes) {
        long count = size(what);
        if (count > in.remaining() / leastBytes) {
            throw new InvalidWeightsException(
                    what + " must fit the " + in.remaining() + " bytes left, got " + count + "; fetch the file again");
        }
        return (int) count;
    }

    String string(String what) {
        int length = count("length of " + what, 1);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidWeightsException(what + " must be UTF-8", e);
        }
    }

    /** A value behind its type. */
    Object value() {
        return value(integer());
    }

    private Object value(int type) {
        return switch (type) {
            case 0 -> (long) Byte.toUnsignedInt(need(1).get());
            case 1 -> (long) need(1).get();
            case 2 -> (long) Short.toUnsignedInt(need(2).getShort());
            case 3 -> (long) need(2).getShort();
            case 4 -> Integer.toUnsignedLong(integer());
            case 5 -> (long) integer();
            case 6 -> need(4).getFloat();
            case 7 -> truth(need(1).get());
            case STRING -> string("text");
            case ARRAY -> list();
            case 10 -> size("unsigned number");
            case 11 -> need(8).getLong();
            case 12 -> need(8).getDouble();
            default -> throw unknown(type);
        };
    }

    private static boolean truth(byte value) {
        if (value != 0 && value != 1) {
            throw new InvalidWeightsException("truth value must be 0 or 1, got " + value);
        }
        return value == 1;
    }

    private List<Object> list() {
        int type = integer();
        int count = count("length of list", bytes(type));
        List<Object> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            out.add(value(type));
        }
        return out;
    }

    /** Passes over a value behind its type, without making it. */
    void skip() {
        skip(integer(), 0);
    }

    private void skip(int type, int depth) {
        switch (type) {
            case STRING -> need(count("length of text", 1), true);
            case ARRAY -> skipList(depth + 1);
            default -> need(bytes(type), true);
        }
    }

    private void skipList(int depth) {
        if (depth > DEEPEST) {
            throw new InvalidWeightsException("lists must nest at most " + DEEPEST + " deep, got more");
        }
        int type = integer();
        int count = count("length of list", bytes(type));
        if (type != STRING && type != ARRAY) {
            need(count * bytes(type), true);
            return;
        }
        for (int i = 0; i < count; i++) {
            skip(type, depth);
        }
    }

    private static int bytes(int type) {
        if (type < 0 || type >= BYTES.length) {
            throw unknown(type);
        }
        return BYTES[type];
    }

    private static InvalidWeightsException unknown(int type) {
        return new InvalidWeightsException("type of a value must be 0 to 12, got " + Integer.toUnsignedString(type));
    }

    private ByteBuffer need(int bytes) {
        return need(bytes, false);
    }

    private ByteBuffer need(int bytes, boolean passOver) {
        if (bytes > in.remaining()) {
            throw new InvalidWeightsException(
                    "file must not end within its head, got its end at byte " + in.limit() + "; fetch it again");
        }
        return passOver ? in.position(in.position() + bytes) : in;
    }
}
