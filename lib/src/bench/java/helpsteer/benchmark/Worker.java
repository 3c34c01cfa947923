package helpsteer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.nn.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads requests from standard input and answers on standard output, one JSON object a line.
 *
 * <p>The first request names the task and its settings; its answer names the versions. The process ends with its input.
 */
public final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // whatever a library prints must not stand between the answers
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String first = requests.readLine();
        if (first == null) {
            throw new IllegalArgumentException("the first line must name a task, got none");
        }
        try (Task task = task(Task.JSON.readTree(first))) {
            var ready = Task.JSON.createObjectNode();
            ready.put("java", System.getProperty("java.version"));
            ready.put("engine", Torch.version());
            ready.put("device", Torch.describeDevice());
            answer(answers, ready.toString());
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                answer(answers, task.answer(Task.JSON.readTree(line)).toString());
            }
        }
    }

    private static Task task(JsonNode settings) throws IOException {
        String name = settings.path("task").asText();
        return switch (name) {
            case "export" -> new ExportTask();
            case "training" -> new TrainingTask(settings);
            case "scoring" -> new ScoringTask(settings);
            case "loading" -> new LoadingTask(settings);
            case "growth" -> new GrowthTask();
            case "generation" -> new GenerationTask(settings);
            default ->
                throw new IllegalArgumentException(
                        "task must be export, training, scoring, loading, growth or generation, got " + name);
        };
    }

    private static void answer(PrintStream answers, String line) {
        answers.println(line);
        answers.flush();
    }
}
