package helpsteer.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches, guided by coverage, for files that upset a reader; run by environment/test --fuzz. */
@Tag("fuzz")
class ReadersFuzzTest {
    static Stream<byte[]> safetensorsSeeds() {
        return HostileBytes.SAFETENSORS.seeds().stream();
    }

    static Stream<byte[]> ggufSeeds() {
        return HostileBytes.GGUF.seeds().stream();
    }

    static Stream<byte[]> onnxSeeds() {
        return HostileBytes.ONNX.seeds().stream();
    }

    @MethodSource("safetensorsSeeds")
    @FuzzTest
    void safetensors(byte[] bytes) {
        HostileBytes.SAFETENSORS.accepts(bytes);
    }

    @MethodSource("ggufSeeds")
    @FuzzTest
    void gguf(byte[] bytes) {
        HostileBytes.GGUF.accepts(bytes);
    }

    @MethodSource("onnxSeeds")
    @FuzzTest
    void onnx(byte[] bytes) {
        HostileBytes.ONNX.accepts(bytes);
    }
}
