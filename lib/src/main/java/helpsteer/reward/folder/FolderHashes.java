package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** SHA-256 of the files that decide over a saved model's scores, and of its settings in {@code reward.json}. */
final class FolderHashes {
    private static final String KEY = "sha256";

    /** The name under which the settings stand among the files; no file has it. */
    private static final String SETTINGS = "settings";

    private static final Pattern FILES = Pattern.compile("(adapter_)?model.*\\.safetensors(\\.index\\.json)?"
            + "|head\\.safetensors|(adapter_)?config\\.json|tokenizer(_config)?\\.json|chat_template\\.jinja"
            + "|modeling_reward\\.py");
    private static final List<String> HASHED_SETTINGS =
            List.of("kind", "shape", "reading", "base", "template", "maxTokens", "precision", "dropout", "attributes");

    private FolderHashes() {}

    /** Adds the hashes to what is written last. */
    static void describe(ObjectNode root, Path folder) throws IOException {
        root.set(KEY, Json.tree(of(root, folder)));
    }

    private static Map<String, String> of(JsonNode root, Path folder) throws IOException {
        Map<String, String> out = new TreeMap<>();
        out.put(SETTINGS, Hash.ofTexts(canonical(root)));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (FILES.matcher(name).matches()) {
                    out.put(name, Hash.ofFile(file));
                }
            }
        }
        return out;
    }

    /** The settings as JSON without blanks, keys in order. */
    private static String canonical(JsonNode root) {
        ObjectNode settings = root.deepCopy();
        settings.retain(HASHED_SETTINGS);
        return Json.line(Json.canonical(settings));
    }

    /**
     * Compares the folder with what was written.
     *
     * @throws InvalidWeightsException at the first file that is missing, new or changed
     */
    static void check(JsonNode root, Path folder) throws IOException {
        Map<String, String> saved = new TreeMap<>();
        root.path(KEY)
                .properties()
                .forEach(e -> saved.put(e.getKey(), e.getValue().asText()));
        Map<String, String> now = of(root, folder);
        TreeSet<String> names = new TreeSet<>(saved.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (!Objects.equals(saved.get(name), now.get(name))) {
                String got = !now.containsKey(name) ? "none" : saved.containsKey(name) ? "another" : "a new one";
                throw new InvalidWeightsException((name.equals(SETTINGS)
                                ? "the settings in " + ModelFolder.REWARD
                                : folder.getFileName() + "/" + name)
                        + " must be as saved, got " + got + "; copy the whole folder again or save the model anew");
            }
        }
    }
}
