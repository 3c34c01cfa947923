package helpsteer.report.progress;

import helpsteer.report.Screen;
import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Figure;
import helpsteer.report.chart.Line;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * A learning curve that is drawn again in its place while training runs: at most once a second, and seldom enough that
 * drawing takes no more than a twentieth of the time. Safe for several threads.
 */
public final class LiveCurve implements TrainingListener {
    private static final long INTERVAL_MILLIS = 1_000;
    private static final int COST_FACTOR = 20;

    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private final String id;
    private final String title;
    private final long notBefore;
    private final LongSupplier nanoTime;
    private final Throttle throttle;
    private final Values steps = new Values();
    private final Values train = new Values();
    private final Values validationSteps = new Values();
    private final Values validation = new Values();
    private final Map<String, Points> metrics = new LinkedHashMap<>();

    /** An empty curve, which appears with the second loss. */
    public LiveCurve(String title) {
        this("curve-" + UUID.randomUUID(), title, 0, System::nanoTime);
    }

    /**
     * A curve of one training run in the place that all runs of a cell share. It appears once the run has taken three
     * seconds, so that short ones leave no picture.
     */
    public static LiveCurve ofRun() {
        return new LiveCurve("curve", "Training", PATIENCE_NANOS, System::nanoTime);
    }

    LiveCurve(String id, String title, long patienceNanos, LongSupplier nanoTime) {
        this.id = id;
        this.title = title;
        this.notBefore = nanoTime.getAsLong() + patienceNanos;
        this.nanoTime = nanoTime;
        this.throttle = new Throttle(nanoTime, INTERVAL_MILLIS);
    }

    @Override
    public void step(StepRecord record) {
        add(record.step() + 1L, record.loss());
    }

    @Override
    public void validation(TrainingResult.Validation look) {
        addValidation(look.stepsDone(), look.loss(), look.metrics());
    }

    /** Adds the loss of a training step; steps rise. */
    public synchronized void add(long step, double trainLoss) {
        steps.add((double) step);
        train.add(trainLoss);
        drawWhereDue();
    }

    private void drawWhereDue() {
        if (train.size > 1 && nanoTime.getAsLong() - notBefore >= 0 && throttle.open()) {
            draw();
        }
    }

    /** Adds the validation loss after a step. */
    public void addValidation(long step, double loss) {
        addValidation(step, loss, Map.of());
    }

    /** The same with other numbers of the look, which are drawn below the losses. */
    public synchronized void addValidation(long step, double loss, Map<String, Double> others) {
        validationSteps.add((double) step);
        validation.add(loss);
        others.forEach((name, value) ->
                metrics.computeIfAbsent(name, n -> new Points()).add((double) step, value));
        drawWhereDue();
    }

    @Override
    public void ended() {
        finish();
    }

    /** Draws everything once more, so that the last points are seen. */
    public synchronized void finish() {
        if (train.size + validation.size > 0 && nanoTime.getAsLong() - notBefore >= 0) {
            draw();
        }
    }

    /** The curve as a chart of its own, such as for a file; below it the metrics of the looks, where there are any. */
    public synchronized Figure figure() {
        Figure losses = Figure.of(Charts.learningCurve(
                metrics.isEmpty() ? title : "",
                steps.toArray(),
                train.toArray(),
                validationSteps.toArray(),
                validation.toArray()));
        if (metrics.isEmpty()) {
            return losses;
        }
        List<Line> lines = metrics.entrySet().stream()
                .map(e -> Line.of(
                        e.getKey(), e.getValue().x.toArray(), e.getValue().y.toArray()))
                .toList();
        return Figure.grid(title, 1, losses, Figure.of(Charts.lines("On the validation rows", "step", "", lines)));
    }

    private void draw() {
        long start = nanoTime.getAsLong();
        Screen.current().show(id, figure().rendered());
        throttle.rest(COST_FACTOR * (nanoTime.getAsLong() - start));
    }

    /** A line that grows. */
    private static final class Points {
        private final Values x = new Values();
        private final Values y = new Values();

        void add(double step, double value) {
            x.add(step);
            y.add(value);
        }
    }

    /** Numbers that grow in number, without a box around each. */
    private static final class Values {
        private double[] values = new double[256];
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
