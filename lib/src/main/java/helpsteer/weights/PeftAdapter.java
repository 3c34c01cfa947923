package helpsteer.weights;

import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/**
 * Adapters in the layout of PEFT: a folder with {@code adapter_config.json} and {@code adapter_model.safetensors}.
 *
 * @param config what kind of adapters they are
 * @param weights their tensors, under the names of the model that they belong to
 */
public record PeftAdapter(ModelConfig config, TensorMap weights) {
    /** PEFT wraps the model twice, which shows in each name. */
    private static final String WRAPPERS = "base_model.model.";

    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";

    /** Whether the folder holds adapters. */
    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve(CONFIG));
    }

    /**
     * Opens a folder.
     *
     * @throws InvalidWeightsException where a file is missing or damaged, or a tensor is not named as PEFT names it
     */
    public static PeftAdapter read(Path folder) throws IOException {
        if (Files.exists(folder.resolve("adapter_model.bin")) && !Files.exists(folder.resolve(WEIGHTS))) {
            throw new InvalidWeightsException(
                    "adapters must be safetensors, got adapter_model.bin, a pickle, which can run"
                            + " code when it is opened; load it once with Python's PEFT and save it by save_pretrained");
        }
        for (String name : new String[] {CONFIG, WEIGHTS}) {
            if (!Files.exists(folder.resolve(name))) {
                throw new InvalidWeightsException(folder.getFileName() + " must hold " + name
                        + ", got none; save the adapters again with PEFT's save_pretrained");
            }
        }
        TensorMap stored = Safetensors.read(folder.resolve(WEIGHTS));
        return new PeftAdapter(
                ModelConfig.read(folder.resolve(CONFIG)),
                new TensorMap(stored.all().stream()
                        .map(t -> t.withName(unwrapped(t.name())))
                        .toList()));
    }

    private static String unwrapped(String name) {
        if (!name.startsWith(WRAPPERS)) {
            throw new InvalidWeightsException(WEIGHTS + ": each name must begin with " + WRAPPERS + ", got " + name);
        }
        return name.substring(WRAPPERS.length());
    }

    /**
     * Writes a folder that PEFT opens; the config, without which it is no adapter, appears last.
     *
     * @param config the keys of adapter_config.json
     * @param weights tensors under the model's names
     */
    public static void write(Path folder, Map<String, ?> config, Collection<StoredTensor> weights) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(CONFIG));
        Safetensors.write(
                folder.resolve(WEIGHTS),
                weights.stream().map(t -> t.withName(WRAPPERS + t.name())).toList(),
                Map.of("format", "pt"));
        Json.save(folder.resolve(CONFIG), config);
    }
}
