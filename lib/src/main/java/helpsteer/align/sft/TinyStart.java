package helpsteer.align.sft;

import helpsteer.align.PolicyJob;
import helpsteer.align.PolicyStart;
import helpsteer.data.Split;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.weights.model.TinyDecoder;
import java.nio.file.Path;

/** A pretrained model for machines without one: it shows the path of an alignment, not what comes of one. */
public final class TinyStart {
    private static final int LAYERS = 2;
    private static final int HEADS = 3;

    private TinyStart() {}

    /**
     * Trains a tiny decoder that reads bytes from random weights on the very rows that a policy will learn from, two passes.
     * What the folder has already is not trained again.
     *
     * @param folder of the decoder and its training
     * @param input how the policy will read, without adapters: all parameters are trained
     */
    public static PretrainedDecoder train(Path folder, Split<SftExample> rows, InputConfig input, Seed seed) {
        Path untrained = folder.resolve("untrained");
        new TinyDecoder(LAYERS, HEADS, input.maxTokens()).write(untrained, seed);
        PolicyStart start = new PolicyStart(PretrainedDecoder.open(untrained), input, seed);
        Path run = folder.resolve("0-from-nothing");
        new Run<>(new Sft(start, rows), TrainingArgs.constant(2, 4, 3e-3, 0, seed))
                .in(run)
                .close();
        return PretrainedDecoder.open(PolicyJob.model(run));
    }
}
