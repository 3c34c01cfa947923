package helpsteer.weights.model;

import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Workspace;
import helpsteer.weights.InvalidWeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pretrained models: one whose files come with a library on the class path, one that is fetched.
 *
 * <p>They lie in the cache, so that they can be mapped, and are checked against their published SHA-256 once in every
 * process that uses them; a damaged copy of a library's file is made again.
 */
public enum Pretrained {
    /** sentence-transformers/all-MiniLM-L6-v2, Apache-2.0: the hub's own ONNX file and tokenizer. */
    MINILM_L6(
            "all-minilm-l6-v2",
            "sentence-transformers/all-MiniLM-L6-v2",
            "all-minilm-l6-v2.onnx",
            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
            "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0"),
    /** HuggingFaceTB/SmolLM2-135M-Instruct, Apache-2.0: a GGUF file of 98 MB; open it by {@link ModelFiles#open}. */
    SMOLLM2_135M_INSTRUCT(
            "smollm2-135m-instruct",
            "HuggingFaceTB/SmolLM2-135M-Instruct",
            "SmolLM2-135M-Instruct.Q4_1.gguf",
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            "");

    /** Files found sound by this process; one of 90 MB takes a third of a second. */
    private static final Map<Path, Path> CHECKED = new ConcurrentHashMap<>();

    private final String id;
    private final String hub;
    private final String file;
    private final String weightsSha256;
    private final String tokenizerSha256;

    Pretrained(String id, String hub, String file, String weightsSha256, String tokenizerSha256) {
        this.id = id;
        this.hub = hub;
        this.file = file;
        this.weightsSha256 = weightsSha256;
        this.tokenizerSha256 = tokenizerSha256;
    }

    /** The model's name, such as {@code "all-minilm-l6-v2"}. */
    public String id() {
        return id;
    }

    /** The model's name on the hub, such as {@code "sentence-transformers/all-MiniLM-L6-v2"}. */
    public String hub() {
        return hub;
    }

    /** SHA-256 of the weight file. */
    public String weightsSha256() {
        return weightsSha256;
    }

    /** Where the weight file lies once it is here. */
    public Path path() {
        return cached(file);
    }

    /**
     * The weight file, checked.
     *
     * @throws InvalidWeightsException where it is not here, or another
     */
    public Path weights() {
        return bringsItsTokenizer()
                ? CHECKED.computeIfAbsent(path(), cached -> fetched(cached, weightsSha256))
                : copied(file, weightsSha256);
    }

    /** The tokenizer.json; of a GGUF file, the one written from it. */
    public Path tokenizer() {
        if (!bringsItsTokenizer()) {
            return copied(id + "-tokenizer.json", tokenizerSha256);
        }
        try {
            return ModelFiles.open(weights()).tokenizer().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the tokenizer of " + id + ": " + e.getMessage(), e);
        }
    }

    private boolean bringsItsTokenizer() {
        return tokenizerSha256.isEmpty();
    }

    private static Path cached(String name) {
        return Workspace.cache().resolve("models").resolve(name);
    }

    /** A file that a command must have brought. */
    static Path fetched(Path cached, String sha256) {
        if (!Files.exists(cached)) {
            throw new InvalidWeightsException("the cache must hold " + cached.getFileName()
                    + ", got none; run environment/helpsteer fetch smollm2");
        }
        String found = Hash.ofFile(cached);
        if (!found.equals(sha256)) {
            throw new InvalidWeightsException(cached.getFileName() + " must have SHA-256 " + sha256 + ", got " + found
                    + "; remove it and run environment/helpsteer fetch smollm2");
        }
        return cached;
    }

    private static Path copied(String name, String sha256) {
        return CHECKED.computeIfAbsent(cached(name), cached -> sound(cached, name, sha256));
    }

    /** The cached file, copied again where it is missing or damaged. */
    static Path sound(Path cached, String name, String sha256) {
        try {
            if (!Files.exists(cached) || !Hash.ofFile(cached).equals(sha256)) {
                AtomicFile.write(cached, temporary -> copy(name, sha256, temporary));
            }
            return cached;
        } catch (IOException e) {
            throw new InvalidWeightsException(
                    "cannot write " + cached.getFileName() + " to the cache: " + e.getMessage()
                            + "; set HELPSTEER_CACHE to a folder with room",
                    e);
        }
    }

    private static void copy(String name, String sha256, Path target) throws IOException {
        try (InputStream in = Pretrained.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new InvalidWeightsException(
                        "the class path must hold " + name + ", got none; run environment/run once to fetch it");
            }
            try (OutputStream out = Files.newOutputStream(target)) {
                in.transferTo(out);
            }
        }
        String found = Hash.ofFile(target);
        if (!found.equals(sha256)) {
            throw new InvalidWeightsException(name + " must have SHA-256 " + sha256 + ", got " + found
                    + "; remove the model's library from the local Maven repository and build again");
        }
    }
}
