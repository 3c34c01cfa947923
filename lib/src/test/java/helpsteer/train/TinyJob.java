package helpsteer.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.nn.Parameters;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.run.Seed;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.weights.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains a {@link TinyNet} and keeps its parameters in one file; counts what was opened and closed. */
final class TinyJob implements Job<TinyJob.Model> {
    private final double dropout;
    int begun;
    int opened;
    int closed;

    TinyJob(double dropout) {
        this.dropout = dropout;
    }

    /** The net as a model. */
    final class Model implements Trainable {
        final TinyNet net = new TinyNet(new Seed(3), dropout);

        @Override
        public Parameters parameters() {
            return net.parameters();
        }

        @Override
        public List<String> trained() {
            return TinyNet.NAMES;
        }

        @Override
        public NDManager manager() {
            return net.manager();
        }

        @Override
        public void close() {
            closed++;
            net.close();
        }
    }

    @Override
    public String loss() {
        return "squared";
    }

    @Override
    public String start() {
        return "random";
    }

    @Override
    public int rows() {
        return TinyNet.ROWS;
    }

    @Override
    public JsonNode settings() {
        return Json.tree(Map.of("dropout", dropout));
    }

    @Override
    public String dataSha256() {
        return "tiny rows";
    }

    @Override
    public String dtype() {
        return "fp32";
    }

    @Override
    public Model begin(TrainingArgs args) {
        begun++;
        return new Model();
    }

    @Override
    public TrainingResult train(Model model, Session session) {
        return session.train(model, model.net);
    }

    @Override
    public Path artefact(Path run) {
        return run.resolve("model");
    }

    @Override
    public void save(Model model, Path artefact, TrainingResult training, Provenance provenance) {
        try {
            Files.createDirectories(artefact);
            Safetensors.write(
                    artefact.resolve("net.safetensors"),
                    model.parameters().snapshot().all(),
                    Map.of());
            Files.writeString(artefact.resolve("note"), provenance.settings().dataSha256() + ", " + training.ending());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isSaved(Path artefact) {
        return Files.exists(artefact.resolve("note"));
    }

    @Override
    public Model open(Path artefact) {
        opened++;
        Model model = new Model();
        try {
            model.parameters().restore(Safetensors.read(artefact.resolve("net.safetensors")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return model;
    }
}
