package helpsteer.benchmark;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.text.Tokenizer;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** What comes before the first step: rows, token ids, weights. */
final class LoadingTask implements Task {
    private final JsonNode settings;
    private final List<String> texts;

    LoadingTask(JsonNode settings) throws IOException {
        this.settings = settings;
        texts = settings.has("texts") ? strings(JSON.readTree(path("texts").toFile())) : List.of();
    }

    private Path path(String key) {
        return Path.of(settings.path(key).asText());
    }

    private static List<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public ObjectNode answer(JsonNode request) throws IOException {
        return switch (request.path("do").asText()) {
            case "helpsteer2" -> helpSteer2();
            case "rewardbench" -> rewardBench();
            case "tokens" -> tokens();
            case "tensors" -> tensors();
            default -> throw Task.unknown(request);
        };
    }

    private ObjectNode helpSteer2() {
        long start = System.nanoTime();
        List<RatedResponse> samples =
                HelpSteer2.samples(path("helpsteer2"), Strictness.STRICT).rows();
        ObjectNode answer = Task.timed(start);
        return answer.put("rows", samples.size())
                .put(
                        "check",
                        samples.stream().mapToLong(s -> s.response().length()).sum());
    }

    private ObjectNode rewardBench() {
        List<Path> files =
                strings(settings.path("rewardbench")).stream().map(Path::of).toList();
        long start = System.nanoTime();
        List<BenchmarkPair> pairs =
                RewardBenchFile.pairs(files, Strictness.STRICT).rows();
        ObjectNode answer = Task.timed(start);
        return answer.put("rows", pairs.size())
                .put("check", pairs.stream().mapToLong(p -> p.chosen().length()).sum());
    }

    private ObjectNode tokens() {
        try (Tokenizer tokenizer = new Tokenizer(path("tokenizer"))) {
            long start = System.nanoTime();
            List<int[]> ids = tokenizer.idsOfAll(texts);
            ObjectNode answer = Task.timed(start);
            long sum = 0;
            for (int[] row : ids) {
                for (int id : row) {
                    sum += id;
                }
            }
            return answer.put("rows", ids.size()).put("check", sum);
        }
    }

    /** The file's tensors on the device, each of them read whole. */
    private ObjectNode tensors() throws IOException {
        try (NDManager manager = Torch.newManager();
                Parameters parameters = new Parameters(manager)) {
            long start = System.nanoTime();
            for (StoredTensor tensor : Safetensors.read(path("safetensors")).all()) {
                parameters.add(tensor);
            }
            double sum = 0;
            for (String name : parameters.names()) {
                try (NDManager scope = manager.newSubManager()) {
                    var array = parameters.get(name);
                    var total = array.sum();
                    total.attach(scope);
                    sum += total.getFloat();
                }
            }
            return Task.timed(start).put("rows", parameters.count()).put("check", sum);
        }
    }
}
