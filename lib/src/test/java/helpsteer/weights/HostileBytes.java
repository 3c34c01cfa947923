package helpsteer.weights;

import com.sun.management.ThreadMXBean;
import helpsteer.weights.gguf.GgufConfig;
import helpsteer.weights.gguf.GgufFamily;
import helpsteer.weights.gguf.GgufFile;
import helpsteer.weights.gguf.GgufTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readers of weight files over bytes that may be anything, and what must hold of them. */
enum HostileBytes {
    SAFETENSORS {
        @Override
        List<String> names() {
            return List.of("learning/python.safetensors", "learning/java.safetensors");
        }

        @Override
        void read(byte[] bytes) {
            touch(Safetensors.of(MappedFile.of(bytes)));
        }
    },
    GGUF {
        @Override
        List<String> names() {
            return List.of("gguf/types.gguf", "gguf/vocabulary-smollm.gguf", "gguf/qwen2.gguf", "gguf/llama.gguf");
        }

        @Override
        void read(byte[] bytes) {
            GgufFile file = GgufFile.of(MappedFile.of(bytes));
            touch(file.tensors());
            for (String key : file.metadata().keys()) {
                attempt(() -> file.metadata().find(key));
            }
            attempt(() -> {
                GgufTokenizer tokenizer = GgufTokenizer.of(file.metadata());
                return tokenizer.tokenizer().toString() + tokenizer.config();
            });
            touch(GgufFamily.of(file.metadata()).named(file.tensors(), GgufConfig.of(file)));
        }
    },
    ONNX {
        @Override
        List<String> names() {
            return List.of("learning/tiny.onnx");
        }

        @Override
        void read(byte[] bytes) {
            touch(OnnxFile.of(ByteBuffer.wrap(bytes)));
        }
    };

    /** More than any of the small files needs, far less than a length that is believed. */
    private static final long SLACK_BYTES = 32 << 20;

    private static final int BYTES_PER_BYTE = 400;

    /** Sound files that Python wrote. */
    abstract List<String> names();

    /** Reads everything that the bytes hold. */
    abstract void read(byte[] bytes);

    List<byte[]> seeds() {
        return names().stream().map(HostileBytes::content).toList();
    }

    /** By the class path, since the fuzzer runs in a folder of its own. */
    private static byte[] content(String name) {
        try (InputStream in = HostileBytes.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) {
                throw new IllegalStateException("class path must hold golden/" + name + ", got none");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True where the bytes were read; fails at any exception but the promised one, and where too much is allocated. */
    boolean accepts(byte[] bytes) {
        long most = SLACK_BYTES + (long) BYTES_PER_BYTE * bytes.length;
        long before = allocatedByThread();
        boolean accepted = isRead(bytes);
        if (allocatedByThread() - before > most) {
            // The first reading may have loaded classes, which a fuzzer rewrites; the second cannot.
            before = allocatedByThread();
            isRead(bytes);
            long allocated = allocatedByThread() - before;
            if (allocated > most) {
                throw new AssertionError(
                        "reading must allocate at most " + most + " bytes for " + bytes.length + ", got " + allocated);
            }
        }
        return accepted;
    }

    private static long allocatedByThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private boolean isRead(byte[] bytes) {
        try {
            read(bytes);
            return true;
        } catch (InvalidWeightsException e) {
            return false;
        }
    }

    private interface Step {
        @Nullable
        Object run();
    }

    /** A part that may be refused for itself, so that the others are still read. */
    private static void attempt(Step step) {
        try {
            step.run();
        } catch (InvalidWeightsException e) {
            // Refused as promised.
        }
    }

    private static void touch(TensorMap tensors) {
        for (StoredTensor tensor : tensors.all()) {
            if (tensor.type() == ElementType.I64) {
                tensor.bytes();
            } else {
                tensor.floats();
            }
        }
    }
}
