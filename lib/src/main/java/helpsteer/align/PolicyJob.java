package helpsteer.align;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.train.Job;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.weights.PeftAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Training of a policy. It leaves its adapters in {@code adapter} of the run's folder; of a policy without adapters the whole
 * decoder in {@code model}, a language model in HuggingFace's layout.
 */
public interface PolicyJob extends Job<Policy> {
    /** What the policy begins as, which a run that goes on begins with again. */
    PolicyStart from();

    /** All settings but those of the start. */
    JsonNode task();

    @Override
    default String start() {
        return from().backbone().id();
    }

    @Override
    default JsonNode settings() {
        return Json.tree(Map.of("loss", loss(), "task", task(), "start", from().settings()));
    }

    @Override
    default String dtype() {
        return from().input().options().precision().toString();
    }

    @Override
    default Policy begin(TrainingArgs args) {
        return from().open();
    }

    @Override
    default Path artefact(Path run) {
        return from().isAdapted() ? adapter(run) : model(run);
    }

    @Override
    default void save(Policy policy, Path artefact, TrainingResult training, Provenance provenance) {
        if (from().isAdapted()) {
            policy.save(artefact);
        } else {
            policy.saveWhole(artefact);
        }
    }

    @Override
    default boolean isSaved(Path artefact) {
        return from().isAdapted() ? PeftAdapter.exists(artefact) : Files.exists(artefact);
    }

    @Override
    default Policy open(Path artefact) {
        return from().open(artefact);
    }

    /** The folder of the adapters within that of a run. */
    static Path adapter(Path run) {
        return run.resolve("adapter");
    }

    /** The folder of the whole decoder within that of a run of a policy without adapters. */
    static Path model(Path run) {
        return run.resolve("model");
    }
}
