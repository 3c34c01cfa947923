package helpsteer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.generate.Completion;
import helpsteer.generate.GenerationListener;
import helpsteer.generate.LanguageModel;
import helpsteer.generate.SamplingParams;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Answers of a fixed number of tokens to prompts given as token ids. */
final class GenerationTask implements Task {
    private final LanguageModel model;
    private final List<int[]> prompts;
    private final SamplingParams sampling;
    private long calls;

    GenerationTask(JsonNode settings) {
        model = LanguageModel.open(Path.of(settings.path("gguf").asText()));
        prompts = Batch.sequences(settings.path("prompts"));
        int tokens = settings.path("tokens").asInt();
        SamplingParams one =
                settings.path("greedy").asBoolean() ? SamplingParams.greedy(tokens) : SamplingParams.plain(tokens);
        sampling = one.withSamples(settings.path("samples").asInt());
    }

    @Override
    public ObjectNode answer(JsonNode request) {
        long start = System.nanoTime();
        List<List<Completion>> answers =
                model.write(prompts, sampling, Set.of(), new Seed(calls++), GenerationListener.NONE);
        ObjectNode answer = Task.timed(start);
        ArrayNode rows = answer.putArray("answers");
        answers.forEach(all -> all.forEach(one -> rows.add(JSON.<ArrayNode>valueToTree(one.tokens()))));
        return answer;
    }

    @Override
    public void close() {
        model.close();
    }
}
