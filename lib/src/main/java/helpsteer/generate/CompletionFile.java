package helpsteer.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.run.AppendLog;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.run.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers to a list of prompts in a file of JSON lines, one for each prompt. A call that was cut off is made again and goes on
 * where the file ends; the bytes are then the same as without the interruption, for prompts are always answered in the same
 * groups. What a file was made with lies beside it, in {@code NAME.settings.json}.
 *
 * @param path the file
 */
public record CompletionFile(Path path) {
    /** Prompts answered together and written by one call. */
    private static final int GROUP = 32;

    private static final int VERSION = 1;

    /**
     * Answers all prompts that the file has no line of yet.
     *
     * @param stopTokens what ends an answer besides the sampling's stops
     * @return the answers to all prompts
     * @throws IllegalArgumentException where the file was made with other settings
     * @throws IllegalStateException where another run writes the file
     */
    public List<List<Completion>> write(
            LanguageModel model, List<int[]> prompts, SamplingParams sampling, Set<Integer> stopTokens, Seed seed) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("version", Integer.toString(VERSION));
        settings.put("model", model.fingerprint());
        settings.put(
                "prompts",
                prompts.size() + " "
                        + Hash.ofTexts(prompts.stream().map(Arrays::toString).toArray(String[]::new)));
        settings.put(
                "sampling",
                sampling + ", stop tokens " + stopTokens.stream().sorted().toList());
        settings.put("seed", Long.toString(seed.value()));
        try (AppendLog log = AppendLog.open(path)) {
            List<List<Completion>> out = begin(log, settings, prompts.size());
            while (out.size() < prompts.size()) {
                Progress.current().update("sampling", out.size(), prompts.size(), "");
                List<int[]> group = prompts.subList(out.size(), Math.min(prompts.size(), out.size() + GROUP));
                List<List<Completion>> answers =
                        model.write(group, sampling, stopTokens, seed, GenerationListener.NONE);
                append(log, answers, out.size());
                out.addAll(answers);
            }
            Progress.current().update("sampling", out.size(), prompts.size(), "");
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** The answers in a file that is whole. */
    public List<List<Completion>> read() {
        try {
            return parsed(AppendLog.lines(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** What the file holds already, without a last group that is not whole. */
    private List<List<Completion>> begin(AppendLog log, Map<String, String> settings, int prompts) throws IOException {
        SettingsFile.require(path, settings, log.isEmpty());
        List<String> lines = new ArrayList<>();
        int kept = 0;
        long end = 0;
        for (Optional<String> line = log.next(); line.isPresent() && kept < prompts; line = log.next()) {
            lines.add(line.get());
            if (lines.size() % GROUP == 0 || lines.size() == prompts) {
                kept = lines.size();
                end = log.read();
            }
        }
        log.cut(end);
        return parsed(lines.subList(0, kept));
    }

    /** Adds lines by one write that has reached the disk when this returns. */
    private static void append(AppendLog log, List<List<Completion>> answers, int first) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int p = 0; p < answers.size(); p++) {
            ObjectNode line = Json.object().put("prompt", first + p);
            ArrayNode samples = line.putArray("samples");
            for (Completion answer : answers.get(p)) {
                ObjectNode sample = samples.addObject()
                        .put("text", answer.text())
                        .put("ending", answer.ending().name());
                ArrayNode draws = sample.putArray("draws"); // token, log P, log Q'
                for (SampledToken draw : answer.draws()) {
                    draws.addArray()
                            .add(draw.token())
                            .add(draw.logProbability())
                            .add(draw.sampledLogProbability());
                }
            }
            lines.add(Json.line(line));
        }
        log.append(lines);
        log.force();
    }

    private List<List<Completion>> parsed(List<String> lines) throws IOException {
        List<List<Completion>> out = new ArrayList<>();
        for (String line : lines) {
            JsonNode json = Json.read(line);
            if (json.path("prompt").asInt(-1) != out.size()
                    || !json.path("samples").isArray()) {
                throw new IllegalArgumentException(path.getFileName() + ":" + (out.size() + 1)
                        + ": line must hold the samples of prompt " + out.size() + ", got another; remove the file");
            }
            List<Completion> answers = new ArrayList<>();
            for (JsonNode sample : json.path("samples")) {
                List<SampledToken> draws = new ArrayList<>();
                for (JsonNode draw : sample.path("draws")) {
                    draws.add(new SampledToken(
                            draw.path(0).asInt(),
                            draw.path(1).asDouble(),
                            draw.path(2).asDouble()));
                }
                Completion.Ending ending =
                        Completion.Ending.valueOf(sample.path("ending").asText());
                answers.add(new Completion(draws, sample.path("text").asText(), ending));
            }
            out.add(List.copyOf(answers));
        }
        return out;
    }
}
