package helpsteer.study.paper;

import helpsteer.data.io.Csv;
import helpsteer.nn.Precision;
import helpsteer.stats.Estimate;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import helpsteer.train.metrics.DevicePeak;
import helpsteer.train.metrics.ModelFlops;
import java.util.List;
import java.util.Locale;

/**
 * Table 6 beside an estimate of the training arithmetic: the operations of {@link ModelFlops} for sequences that fill the
 * context, over what a node of eight H100 does at an assumed utilisation.
 */
final class NodeHours implements Recomputation {
    /** The context of the training configurations; shorter texts are padded or packed to it. */
    private static final int CONTEXT = 4096;

    /** The share of the GPU's peak that the estimate assumes. */
    private static final double UTILISATION = 0.4;

    private static final String GPU = "NVIDIA H100 80GB HBM3";
    private static final int GPUS = 8;
    private static final double SECONDS = 3600;
    private static final double FORWARD_SHARE = 1.0 / 3;
    private static final double PER_CENT = 100;

    private final PrintedPaper paper;

    NodeHours(PrintedPaper paper) {
        this.paper = paper;
    }

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        return numbers.stream().map(this::one).toList();
    }

    private ReproducedNumber one(PrintedNumber number) {
        Csv.Line run = paper.run(number.place().row());
        double atPeak = operations(run) / nodePeak() / SECONDS;
        String remark = String.format(
                Locale.ROOT,
                "the printed hours mean %.1f %% of peak; left out: %s",
                PER_CENT * atPeak / number.value(),
                run.text("left out"));
        return ReproducedNumber.computed(number, Estimate.of(atPeak / UTILISATION), "its steps and batch", remark);
    }

    private static double operations(Csv.Line run) {
        double perToken = ModelFlops.perToken(
                (long) run.needed("parameters"), (int) run.needed("layers"), (int) run.needed("width"), CONTEXT);
        double passes = 1 + run.needed("forward") * FORWARD_SHARE;
        return perToken * CONTEXT * run.needed("steps") * run.needed("sequences") * passes;
    }

    /** Operations a second of a node. */
    private static double nodePeak() {
        return GPUS * DevicePeak.flops(GPU, Precision.BFLOAT16).orElseThrow();
    }
}
