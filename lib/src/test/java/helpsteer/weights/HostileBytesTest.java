package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every file cut short and every byte of a head changed: read or refused, never anything else. */
class HostileBytesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Heads of the small files; what follows are numbers, of which every value is allowed. */
    private static final int HEAD = 2000;

    @ParameterizedTest
    @EnumSource
    void read_soundFile_isAccepted(HostileBytes reader) {
        for (byte[] seed : reader.seeds()) {
            // Two hold only blocks or only a vocabulary, which is no model.
            boolean model = reader != HostileBytes.GGUF || seed.length > 20_000;
            assertThat(reader.accepts(seed)).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @EnumSource
    void read_fileCutAtEveryByte_isReadOrRefused(HostileBytes reader) {
        byte[] sound = reader.seeds().get(0);
        int refused = Assertions.assertTimeoutPreemptively(PATIENCE, () -> {
            int count = 0;
            for (int length = 0; length < sound.length; length++) {
                count += reader.accepts(Arrays.copyOf(sound, length)) ? 0 : 1;
            }
            return count;
        });
        // ONNX may end between two fields.
        assertThat(refused).isGreaterThan(reader == HostileBytes.ONNX ? sound.length / 2 : sound.length - 1);
    }

    @ParameterizedTest
    @EnumSource
    void read_anyByteOfTheHeadChanged_isReadOrRefused(HostileBytes reader) {
        byte[] sound = reader.seeds().get(0);
        changeEach(reader, sound, Math.min(HEAD, sound.length), 0xff, 0x80, 1);
    }

    @Test
    void read_anyByteOfAVocabularyChanged_isReadOrRefused() {
        byte[] sound = HostileBytes.GGUF.seeds().get(1);
        changeEach(HostileBytes.GGUF, sound, sound.length, 0xff);
    }

    private static void changeEach(HostileBytes reader, byte[] sound, int end, int... flips) {
        Assertions.assertTimeoutPreemptively(PATIENCE, () -> {
            for (int at = 0; at < end; at++) {
                for (int flip : flips) {
                    byte[] changed = sound.clone();
                    changed[at] ^= (byte) flip;
                    reader.accepts(changed);
                }
            }
        });
    }
}
