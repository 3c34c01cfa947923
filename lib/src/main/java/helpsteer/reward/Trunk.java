package helpsteer.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Parameters;
import helpsteer.nn.Precision;
import helpsteer.text.PromptResponse;
import helpsteer.text.TruncationStats;
import helpsteer.weights.TensorMap;
import java.util.List;
import java.util.function.UnaryOperator;

/** What stands below the head of a reward model: tokenizer, transformer and read-out, from exchanges to vectors. */
public sealed interface Trunk extends AutoCloseable permits BertTrunk, DecoderTrunk {

    /** Exchanges as this trunk reads them; nothing native is held. */
    Texts read(List<PromptResponse> exchanges);

    /** Length D of the vectors. */
    int width();

    /** All parameters, the head's included once it was added. */
    Parameters parameters();

    /** Names of the parameters that are trained, without the head's. */
    List<String> trained();

    /** The long-lived manager, closed with the trunk. */
    NDManager manager();

    /** How it takes in texts and computes. */
    InputConfig input();

    /** The type in which it computes. */
    default Precision precision() {
        return input().options().precision();
    }

    /**
     * Its parameters without the head's, adapters merged into the layers they adapt; read when they are asked for, so while
     * it is open.
     */
    TensorMap mergedWeights();

    /** Everything besides the parameters that decides over a vector, for fingerprints. */
    List<String> settings();

    @Override
    void close();

    /** Encoded exchanges, known by their position. */
    interface Texts {
        /** Tokens of each. */
        int[] lengths();

        /** Some of them, in a new order. */
        Texts select(List<Integer> rows);

        /** How much of them is never seen. */
        TruncationStats cuts();

        /**
         * The vectors of some texts, without dropout.
         *
         * @return shape (B, D), in {@code scope}
         */
        NDArray pooled(List<Integer> rows, NDManager scope);

        /**
         * Computes a loss of the vectors with dropout on and adds {@code share} times its gradient to the parameters'.
         *
         * @param loss makes a scalar of (B, D)
         * @return the loss, not multiplied
         */
        double backward(List<Integer> rows, UnaryOperator<NDArray> loss, double share, NDManager scope);

        /** Positions of a batch that are computed and hold padding. */
        long paddedTokens(List<Integer> rows);

        /** Floating-point operations that training takes for one real token of a batch. */
        double flopsPerToken(List<Integer> rows);

        /** What identifies a text as the model reads it. */
        String key(int row);
    }
}
