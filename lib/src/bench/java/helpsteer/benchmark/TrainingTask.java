package helpsteer.benchmark;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.Torch;
import helpsteer.run.Hash;
import helpsteer.run.Seed;
import helpsteer.text.Batching;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Optimiser steps on batches of a file: forward, backward, clipping to 1, AdamW. */
final class TrainingTask implements Task {
    private final HeadedModel model;
    private final AdamW optimizer;
    private final List<Batch> batches;
    private final double rate;
    private int next;
    private int epoch;

    TrainingTask(JsonNode settings) throws IOException {
        model = new HeadedModel(settings);
        batches = Batch.read(Path.of(settings.path("batches").asText()));
        rate = settings.path("rate").asDouble();
        optimizer = new AdamW(
                model.parameters(), List.copyOf(model.parameters().names()), AdamWConfig.defaults(), model.manager());
    }

    @Override
    public ObjectNode answer(JsonNode request) {
        return switch (request.path("do").asText()) {
            case "check" -> check();
            case "steps" -> steps(request.path("count").asInt());
            case "digest" -> digest();
            case "epoch" -> epoch(request.path("pairs").asInt());
            default -> throw Task.unknown(request);
        };
    }

    /** The loss of each of the first batches, dropout off, nothing learnt. */
    private ObjectNode check() {
        Torch.inferenceByDefault();
        long start = System.nanoTime();
        List<Double> losses = new ArrayList<>();
        for (Batch batch : batches.subList(0, Math.min(2, batches.size()))) {
            try (NDManager scope = model.manager().newSubManager()) {
                losses.add(model.loss(batch, scope));
            }
        }
        ObjectNode answer = Task.timed(start);
        answer.set("losses", JSON.valueToTree(losses));
        return answer;
    }

    /** So many steps over the file's batches in turn. */
    private ObjectNode steps(int count) {
        long start = System.nanoTime();
        double loss = 0;
        long tokens = 0;
        for (int i = 0; i < count; i++) {
            Batch batch = batches.get(next++ % batches.size());
            loss = step(batch);
            tokens += batch.tokens();
        }
        return Task.timed(start).put("loss", loss).put("tokens", tokens);
    }

    /** The SHA-256 of all parameters, by which two trainings are equal to the byte or not. */
    private ObjectNode digest() {
        long start = System.nanoTime();
        MessageDigest digest = Hash.digest();
        model.parameters().snapshot().all().forEach(tensor -> digest.update(tensor.bytes()));
        return Task.timed(start).put("sha256", Hash.hex(digest));
    }

    /** One pass over all pairs of the file, so many a step, those of like length together; batching is part of the work. */
    private ObjectNode epoch(int pairsPerStep) {
        long start = System.nanoTime();
        List<int[]> chosen = batches.stream().map(b -> b.sequences().get(0)).toList();
        List<int[]> rejected = batches.stream().map(b -> b.sequences().get(1)).toList();
        int[] lengths = new int[chosen.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = chosen.get(i).length + rejected.get(i).length;
        }
        double sum = 0;
        List<List<Integer>> groups = Batching.forTraining(lengths, pairsPerStep, new Seed(1).stream("shuffle", epoch++))
                .groups();
        for (List<Integer> group : groups) {
            List<int[]> sequences = Stream.concat(
                            group.stream().map(chosen::get), group.stream().map(rejected::get))
                    .toList();
            sum += step(new Batch(sequences, List.of())) * group.size();
        }
        long tokens = batches.stream().mapToLong(Batch::tokens).sum();
        return Task.timed(start).put("loss", sum / lengths.length).put("tokens", tokens);
    }

    private double step(Batch batch) {
        double loss;
        try (NDManager scope = model.manager().newSubManager()) {
            loss = model.backward(batch, scope);
        }
        optimizer.step(rate);
        return loss;
    }

    @Override
    public void close() {
        optimizer.close();
        model.close();
    }
}
