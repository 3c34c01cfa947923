package helpsteer.align.pipeline;

import helpsteer.align.Policy;
import helpsteer.align.PolicyReading;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.weights.PeftAdapter;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run leaves its policy: its adapters or the whole decoder, each in a folder of its own. Each is there only once it is
 * whole, and with it the run is done.
 *
 * @param folder of the run
 * @param adapted whether adapters are trained
 */
public record SavedPolicy(Path folder, boolean adapted) {
    static SavedPolicy of(Path folder, PolicyReading reading) {
        return new SavedPolicy(folder, reading.options().lora().isPresent());
    }

    /** Whether a run in the folder is done, of either kind. */
    static boolean exists(Path folder) {
        return PeftAdapter.exists(PolicyRun.adapter(folder)) || Files.exists(PolicyRun.model(folder));
    }

    void save(Policy policy) {
        if (adapted) {
            policy.save(PolicyRun.adapter(folder));
        } else {
            policy.saveWhole(PolicyRun.model(folder));
        }
    }

    public TensorMap weights() {
        try {
            return adapted
                    ? PeftAdapter.read(PolicyRun.adapter(folder)).weights()
                    : PretrainedDecoder.open(PolicyRun.model(folder)).files().weights();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what was trained in " + folder + ": " + e.getMessage(), e);
        }
    }
}
