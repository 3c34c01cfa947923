package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.Goldens;
import helpsteer.nn.Parameters;
import helpsteer.nn.TinyDecoders;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import helpsteer.weights.TensorMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layer by layer against one graph, on two layers of width 24. */
class ActivationCheckpointingTest {
    private static final TensorMap GOLDEN = TinyDecoders.golden("llama3");
    private static final String EMBEDDING = "model.embed_tokens.weight";

    private final NDManager manager = Torch.newManager();
    private final Parameters parameters = new Parameters(manager);
    private final Decoder decoder = new Decoder(
            TinyDecoders.config("llama3"),
            TinyDecoders.weights(GOLDEN),
            parameters,
            Decoder.Options.defaults(),
            new Seed(1));

    @AfterEach
    void close() {
        decoder.close();
        manager.close();
    }

    private void train(List<String> names) {
        parameters.names().forEach(name -> parameters.get(name).setRequiresGradient(names.contains(name)));
    }

    private double checkpointed(UnaryOperator<NDArray> loss, double share) {
        try (NDManager scope = manager.newSubManager()) {
            DecoderInput input = DecoderInput.of(TinyDecoders.sequences(GOLDEN), scope);
            NDArray angles = angles(input, scope);
            return new ActivationCheckpointing(decoder, input, angles, DropoutSeeds.none()).backward(loss, share);
        }
    }

    /** Cosines and sines (2, N, 1, C) at each token's position, out of the table (2, P, C). */
    private NDArray angles(DecoderInput input, NDManager scope) {
        Rope rope = decoder.config().rope();
        int longest = input.longest();
        float[] table = rope.table(longest);
        int[] positions = TinyDecoders.sequences(GOLDEN).stream()
                .flatMapToInt(s -> IntStream.range(0, s.length))
                .toArray();
        int width = rope.width();
        float[] out = new float[2 * positions.length * width];
        for (int part = 0; part < 2; part++) {
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(
                        table,
                        (part * longest + positions[i]) * width,
                        out,
                        (part * positions.length + i) * width,
                        width);
            }
        }
        return scope.create(out, new Shape(2, positions.length, 1, width));
    }

    private double inOneGraph(UnaryOperator<NDArray> loss, double share) {
        try (NDManager scope = manager.newSubManager()) {
            return decoder.backward(DecoderInput.of(TinyDecoders.sequences(GOLDEN), scope), loss, share);
        }
    }

    private float[] gradient(String name) {
        return parameters.get(name).getGradient().toFloatArray();
    }

    private void clear(List<String> names) {
        names.forEach(name -> {
            try (NDArray gradient = parameters.get(name).getGradient()) {
                gradient.subi(gradient.duplicate());
            }
        });
    }

    private NDArray probe() {
        return manager.create(TinyDecoders.floats(GOLDEN, "probe"), new Shape(79, 24));
    }

    /** Of the parameters alone that are trained, be they the embedding's, one layer's or the last norm's. */
    @Test
    void backward_partsOfTheModelTrained_equalsOneGraph() {
        NDArray probe = probe();
        for (List<String> names : List.of(
                List.of(EMBEDDING),
                List.of("model.layers.0.mlp.up_proj.weight"),
                List.of("model.layers.1.self_attn.q_proj.weight", "model.norm.weight"),
                List.of(EMBEDDING, "model.layers.0.input_layernorm.weight", "model.layers.1.mlp.down_proj.weight"))) {
            train(names);
            double expected = inOneGraph(hidden -> hidden.mul(probe).sum(), 1);
            List<float[]> whole = names.stream().map(this::gradient).toList();
            clear(names);
            double found = checkpointed(hidden -> hidden.mul(probe).sum(), 1);
            assertThat(found).isCloseTo(expected, within(1e-3));
            for (int i = 0; i < names.size(); i++) {
                assertThat(Goldens.distance(whole.get(i), gradient(names.get(i))))
                        .as(names.get(i))
                        .isLessThan(1e-4);
                assertThat(Goldens.distance(whole.get(i), new float[whole.get(i).length]))
                        .isGreaterThan(1e-2);
            }
            clear(names);
        }
    }

    /** The value returned is the loss itself; the gradient is its share, and is added to what is there. */
    @Test
    void backward_shares_areAddedUp() {
        List<String> names = List.of(EMBEDDING, "model.layers.1.self_attn.v_proj.weight");
        train(names);
        NDArray probe = probe();
        double whole = checkpointed(hidden -> hidden.mul(probe).sum(), 1);
        List<float[]> expected = names.stream().map(this::gradient).toList();
        clear(names);
        assertThat(checkpointed(hidden -> hidden.mul(probe).sum(), 0.25)).isEqualTo(whole);
        assertThat(checkpointed(hidden -> hidden.mul(probe).sum(), 0.75)).isEqualTo(whole);
        for (int i = 0; i < names.size(); i++) {
            assertThat(Goldens.distance(expected.get(i), gradient(names.get(i))))
                    .isLessThan(1e-4);
        }
    }

    /** Along the gradient the loss grows as the gradient says: the difference quotient of a single number. */
    @Test
    void backward_oneNumberMoved_changesTheLossByItsGradient() {
        String name = "model.layers.0.self_attn.o_proj.weight";
        train(List.of(name));
        NDArray probe = probe();
        checkpointed(hidden -> hidden.mul(probe).sum(), 1);
        float[] gradient = gradient(name);
        int largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
        }
        float[] values = parameters.get(name).toFloatArray();
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            float[] moved = values.clone();
            moved[largest] += side == 0 ? -0.02f : 0.02f;
            parameters.assign(parameters.get(name), moved);
            losses[side] = checkpointed(hidden -> hidden.mul(probe).sum(), 1);
        }
        assertThat((losses[1] - losses[0]) / 0.04)
                .isCloseTo(gradient[largest], within(0.02 * Math.abs(gradient[largest])));
    }
}
