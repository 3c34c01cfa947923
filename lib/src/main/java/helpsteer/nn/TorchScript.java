package helpsteer.nn;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A text of torch operations made callable: a TorchScript module without parameters.
 *
 * <p>DJL's own arrays have no fused attention, fused optimiser or bf16; TorchScript has them all. A {@code .pt} archive
 * is a zip with a source file in it, so it can be written from Java and loaded from memory. Parameters stay DJL arrays
 * and go in as arguments; gradients flow through.
 *
 * <p>Texts lie in {@code src/main/resources/helpsteer/nn}. Arguments are tensors and lists of tensors; a number goes in
 * as a tensor, or into the text as a constant: {@code %NAME%} is replaced by the value given for NAME.
 */
public final class TorchScript implements AutoCloseable {
    private static final String MODULE = "k";

    private final Owned owned = new Owned();
    private final Block block;
    private final ParameterStore store;
    private final Map<String, NDArray> methodTags = new HashMap<>();
    private final NDManager manager;

    private TorchScript(NDManager parent, String source) {
        try {
            manager = owned.add(parent.newSubManager());
            Model model = owned.add(Model.newInstance(MODULE, manager.getDevice(), "PyTorch"));
            model.load(new ByteArrayInputStream(archive(source)));
            block = model.getBlock();
            store = new ParameterStore(manager, false);
        } catch (IOException | MalformedModelException | EngineException e) {
            owned.close();
            throw new IllegalStateException("the script does not compile: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    /**
     * Loads a text from the library's resources.
     *
     * @param name file name without ending, such as {@code "bert"}
     * @param constants value by NAME, for each {@code %NAME%} in the text
     */
    public static TorchScript load(NDManager parent, String name, Map<String, ?> constants) {
        return of(parent, text(name), constants);
    }

    /** Loads several texts as one, so that a later one may use what an earlier one has. */
    public static TorchScript load(NDManager parent, List<String> names, Map<String, ?> constants) {
        return of(parent, names.stream().map(TorchScript::text).collect(Collectors.joining()), constants);
    }

    /** Compiles a text at hand. */
    static TorchScript of(NDManager parent, String text, Map<String, ?> constants) {
        String source = text;
        for (Map.Entry<String, ?> constant : constants.entrySet()) {
            source = source.replace("%" + constant.getKey() + "%", String.valueOf(constant.getValue()));
        }
        int open = source.indexOf('%');
        if (open >= 0) {
            int close = Math.max(source.indexOf('%', open + 1), open);
            throw new IllegalArgumentException(
                    "constants must name " + source.substring(open, close + 1) + ", got " + constants.keySet());
        }
        return new TorchScript(parent, source);
    }

    private static String text(String name) {
        try (InputStream in = TorchScript.class.getResourceAsStream("/helpsteer/nn/" + name + ".py")) {
            if (in == null) {
                throw new IllegalArgumentException("script must be a text of the library, got " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls a method of the text; the result belongs to the manager of the first argument.
     *
     * @param first an activation, never a parameter: results would pile up in the parameters' manager
     * @param rest tensors ({@link NDArray}) and non-empty lists of them, in the order of the text's arguments
     */
    public NDArray call(String method, NDArray first, Object... rest) {
        return callAll(method, first, rest).get(0);
    }

    /** The same for a method whose result is a list of tensors. */
    public NDList callAll(String method, NDArray first, Object... rest) {
        NDList in = new NDList(rest.length + 2);
        in.add(named(first, null));
        for (int i = 0; i < rest.length; i++) {
            if (rest[i] instanceof NDArray tensor) {
                in.add(named(tensor, null));
            } else if (rest[i] instanceof List<?> list && !list.isEmpty()) {
                String name = "list" + i + "[]"; // DJL makes one List[Tensor] of neighbours with such a name
                list.forEach(element -> in.add(named((NDArray) element, name)));
            } else {
                throw new IllegalArgumentException(
                        "argument " + (i + 1) + " of " + method + " must be a tensor or a non-empty list of them");
            }
        }
        in.add(methodTags.computeIfAbsent(method, this::tag));
        return block.forward(store, in, true, null);
    }

    private NDArray tag(String method) {
        return named(manager.zeros(new Shape(1)), "module_method:" + method);
    }

    @SuppressWarnings("NullAway") // DJL takes null as "no name" and has no nullness annotations
    private static NDArray named(NDArray array, @Nullable String name) {
        array.setName(name);
        return array;
    }

    /** The archive: data.pkl (an object without state), code/__torch__.py (the text), constants.pkl, version. */
    private static byte[] archive(String body) throws IOException {
        String code = "class K(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + body;
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2}); // PROTO 2
        pickle.writeBytes(ascii("c__torch__\nK\n")); // GLOBAL
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0}); // new K, then its state {...
        pickle.writeBytes(ascii("training"));
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'}); // ...: True}
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setMethod(ZipOutputStream.STORED);
            store(zip, "data.pkl", pickle.toByteArray());
            store(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", ascii("3\n"));
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(MODULE + "/" + name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    @Override
    public void close() {
        owned.close();
    }
}
