package helpsteer.train;

import ai.djl.ndarray.NDManager;
import helpsteer.nn.Parameters;
import java.util.List;

/** A model whose parameters can be trained. */
public interface Trainable extends AutoCloseable {
    /** All parameters, by HuggingFace's and PEFT's names. */
    Parameters parameters();

    /** Names of the parameters that training changes. */
    List<String> trained();

    /** The long-lived manager, closed with the model. */
    NDManager manager();

    @Override
    void close();
}
