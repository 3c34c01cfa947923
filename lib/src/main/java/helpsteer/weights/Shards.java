package helpsteer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model in several safetensors files with an index, as HuggingFace's transformers writes one that is large. */
public final class Shards {
    /** The index's name. */
    public static final String INDEX = "model.safetensors.index.json";

    private Shards() {}

    /**
     * The tensors of all shards that an index names.
     *
     * @throws InvalidWeightsException where index and shards do not agree
     */
    public static TensorMap read(Path index) throws IOException {
        try {
            Map<String, String> shardOf = shardOf(index);
            Map<String, TensorMap> shards = new LinkedHashMap<>();
            for (String shard : shardOf.values()) {
                if (!shards.containsKey(shard)) {
                    shards.put(shard, shard(index, shard));
                }
            }
            return joined(shardOf, shards);
        } catch (InvalidWeightsException e) {
            throw new InvalidWeightsException(index.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> shardOf(Path index) throws IOException {
        JsonNode map;
        try {
            map = Json.read(index).path("weight_map");
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException("the index must be JSON: " + e.getOriginalMessage(), e);
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new InvalidWeightsException(
                    "the index must have a weight_map with tensors, got " + map.getNodeType());
        }
        Map<String, String> out = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            if (!field.getValue().isTextual()) {
                throw new InvalidWeightsException(
                        field.getKey() + " must be mapped to the name of a file, got " + field.getValue());
            }
            out.put(field.getKey(), field.getValue().textValue());
        }
        return out;
    }

    /** Only a plain name, so that an index cannot reach for files elsewhere. */
    private static TensorMap shard(Path index, String name) throws IOException {
        if (!name.matches("[\\w.-]+\\.safetensors")) {
            throw new InvalidWeightsException(
                    "a shard must be a .safetensors file in the folder of the index, got \"" + name + "\"");
        }
        Path file = index.resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw new InvalidWeightsException("shard " + name + " must lie beside the index, got none; fetch it");
        }
        return Safetensors.read(file);
    }

    private static TensorMap joined(Map<String, String> shardOf, Map<String, TensorMap> shards) {
        Map<String, String> seen = new LinkedHashMap<>();
        shards.forEach((shard, tensors) -> {
            for (String tensor : tensors.names()) {
                String other = seen.put(tensor, shard);
                if (other != null) {
                    throw new InvalidWeightsException(
                            tensor + " must lie in one shard, got " + other + " and " + shard);
                }
                String listed = shardOf.get(tensor);
                if (listed == null || !listed.equals(shard)) {
                    throw new InvalidWeightsException(tensor + " of " + shard + " must be listed with its shard, got "
                            + (listed == null ? "no entry" : listed));
                }
            }
        });
        List<StoredTensor> out = new ArrayList<>();
        shardOf.forEach((tensor, shard) -> {
            TensorMap tensors = shards.get(shard);
            StoredTensor found = tensors == null ? null : tensors.find(tensor);
            if (found == null) {
                throw new InvalidWeightsException(tensor + " must lie in " + shard + " as listed, got none there");
            }
            out.add(found);
        });
        return new TensorMap(out);
    }

    /**
     * Writes one file, or shards with an index where the numbers take more than {@code largest} bytes; a tensor is never
     * cut. The index is written last.
     */
    public static void write(Path folder, Collection<StoredTensor> tensors, long largest) throws IOException {
        Map<String, String> metadata = Map.of("format", "pt");
        List<List<StoredTensor>> shards = divided(new TensorMap(tensors).all(), largest);
        if (shards.size() == 1) {
            Safetensors.write(folder.resolve(Safetensors.FILE), shards.get(0), metadata);
            return;
        }
        ObjectNode index = Json.object();
        long total = tensors.stream().mapToLong(StoredTensor::byteCount).sum();
        index.putObject("metadata").put("total_size", total);
        ObjectNode map = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            Safetensors.write(folder.resolve(name), shards.get(i), metadata);
            shards.get(i).forEach(tensor -> map.put(tensor.name(), name));
        }
        AtomicFile.write(
                folder.resolve(INDEX), temporary -> Files.writeString(temporary, index.toPrettyString() + "\n"));
    }

    private static List<List<StoredTensor>> divided(Collection<StoredTensor> tensors, long largest) {
        List<List<StoredTensor>> shards = new ArrayList<>();
        shards.add(new ArrayList<>());
        long filled = 0;
        for (StoredTensor tensor : tensors) {
            List<StoredTensor> last = shards.get(shards.size() - 1);
            if (!last.isEmpty() && filled + tensor.byteCount() > largest) {
                last = new ArrayList<>();
                shards.add(last);
                filled = 0;
            }
            last.add(tensor);
            filled += tensor.byteCount();
        }
        return shards;
    }
}
