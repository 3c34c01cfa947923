package helpsteer.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     */
    public List<List<Completion>> write(
            LanguageModel model,
            List<int[]> prompts,
            SamplingParams sampling,
            Set<Integer> stopTokens,
            Seed seed,
            Progress progress) {
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
        try {
            List<List<Completion>> out = begin(settings, prompts.size());
            while (out.size() < prompts.size()) {
                progress.update("sampling", out.size(), prompts.size(), "");
                List<int[]> group = prompts.subList(out.size(), Math.min(prompts.size(), out.size() + GROUP));
                List<List<Completion>> answers =
                        model.write(group, sampling, stopTokens, seed, GenerationListener.NONE);
                append(answers, out.size());
                out.addAll(answers);
            }
            progress.update("sampling", out.size(), prompts.size(), "");
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** The answers in a file that is whole. */
    public List<List<Completion>> read() {
        try {
            return parsed(Files.readAllLines(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private Path sidecar() {
        return path.resolveSibling(path.getFileName() + ".settings.json");
    }

    /** What the file holds already, without a last group that is not whole. */
    private List<List<Completion>> begin(Map<String, String> settings, int prompts) throws IOException {
        if (Files.exists(path) && !Files.exists(sidecar())) {
            throw new IllegalArgumentException(path.getFileName() + " must have "
                    + sidecar().getFileName() + " beside it, got none; choose another file, or remove this one");
        }
        if (Files.exists(sidecar())) {
            requireSame(settings);
        } else {
            Json.save(sidecar(), settings);
        }
        if (!Files.exists(path)) {
            return new ArrayList<>();
        }
        byte[] bytes = Files.readAllBytes(path);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                ends.add(i + 1);
            }
        }
        int kept = ends.size() >= prompts ? prompts : ends.size() / GROUP * GROUP;
        int length = kept == 0 ? 0 : ends.get(kept - 1);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
        return parsed(
                new String(bytes, 0, length, StandardCharsets.UTF_8).lines().toList());
    }

    private void requireSame(Map<String, String> settings) throws IOException {
        JsonNode found = Json.read(sidecar());
        settings.forEach((name, value) -> {
            if (!found.path(name).asText().equals(value)) {
                throw new IllegalArgumentException(path.getFileName() + " must go on with the " + name
                        + " that it was begun with, " + found.path(name).asText() + ", got " + value
                        + "; choose another file, or remove this one and its settings");
            }
        });
    }

    /** Adds lines by one write that has reached the disk when this returns. */
    private void append(List<List<Completion>> answers, int first) throws IOException {
        StringBuilder lines = new StringBuilder();
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
            lines.append(Json.line(line)).append('\n');
        }
        Files.createDirectories(path.toAbsolutePath().resolveSibling(""));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
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
