package helpsteer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.weights.ElementType;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Writes the embedded encoder as safetensors and its tokenizer, so that the other side computes with the same numbers. */
final class ExportTask implements Task {
    @Override
    public ObjectNode answer(JsonNode request) throws IOException {
        Path folder = Path.of(request.path("folder").asText());
        Files.createDirectories(folder);
        long start = System.nanoTime();
        PretrainedEncoder backbone = PretrainedEncoder.miniLm();
        List<StoredTensor> numbers = backbone.weights().all().stream()
                .filter(tensor -> tensor.type() == ElementType.F32)
                .toList();
        Safetensors.write(folder.resolve("model.safetensors"), numbers, Map.of("format", "pt"));
        Files.copy(backbone.tokenizer(), folder.resolve("tokenizer.json"), StandardCopyOption.REPLACE_EXISTING);
        return Task.timed(start);
    }
}
