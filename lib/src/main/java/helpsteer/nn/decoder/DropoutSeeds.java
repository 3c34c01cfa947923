package helpsteer.nn.decoder;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import java.util.Optional;

/**
 * A seed for each layer, so that a layer that is computed again drops the same numbers.
 *
 * @param base what all of them derive from; none for models without dropout
 */
record DropoutSeeds(Optional<Seed> base) {
    /** A float holds every integer below this. */
    private static final int DRAWS = 1 << 24;

    static DropoutSeeds none() {
        return new DropoutSeeds(Optional.empty());
    }

    /** Draws the base from the native library's own generator, so that whoever seeds that decides over these. */
    static DropoutSeeds draw(NDManager scope) {
        float drawn = scope.randomUniform(0, DRAWS, new Shape(1)).getFloat();
        return new DropoutSeeds(Optional.of(new Seed((long) drawn)));
    }

    /** Sets the native generator to what the layer begins with. */
    void apply(int layer) {
        base.ifPresent(seed -> Torch.seed(seed.stream("dropout", layer).nextLong()));
    }
}
