package helpsteer.reward.heads;

import helpsteer.run.Seed;

/**
 * How a gate is trained: all pairs at each step of AdamW, until held-out prompts gain nothing any more.
 *
 * @param hidden width of the hidden layer, at least 1
 * @param temperature of the softmax, above 0
 * @param rate of AdamW, above 0
 * @param decay of the parameters, at least 0, as a share of the rate
 * @param steps at most
 * @param patience steps without gain before it stops
 */
record GateTraining(int hidden, double temperature, double rate, double decay, int steps, int patience) {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double EPSILON = 1e-8;

    /** Small enough for a few hundred pairs. */
    static final GateTraining DEFAULT = new GateTraining(16, 1, 1e-3, 0.1, 400, 40);

    /** A trained gate, the step that it is of (0: the start), and the held-out loss there and at the start. */
    record Result(Gate gate, int step, double start, double best) {}

    /** Trains; the gate is the one of the lowest loss on the held-out pairs. */
    Result run(Gate.Pairs train, Gate.Pairs held, Seed seed) {
        Gate gate = Gate.start(train.width(), hidden, temperature, seed.stream("gate"));
        int count = gate.parameters().length;
        double[] first = new double[count];
        double[] second = new double[count];
        double start = gate.loss(held, new double[count]);
        Result best = new Result(gate, 0, start, start);
        for (int step = 1; step <= steps && step - best.step <= patience; step++) {
            double[] gradient = new double[count];
            gate.loss(train, gradient);
            double[] parameters = gate.parameters();
            for (int i = 0; i < count; i++) {
                first[i] += (1 - FIRST) * (gradient[i] - first[i]);
                second[i] += (1 - SECOND) * (gradient[i] * gradient[i] - second[i]);
                double mean = first[i] / (1 - Math.pow(FIRST, step));
                double size = Math.sqrt(second[i] / (1 - Math.pow(SECOND, step)));
                parameters[i] -= rate * (mean / (size + EPSILON) + decay * parameters[i]);
            }
            gate = gate.with(parameters);
            double loss = gate.loss(held, new double[count]);
            best = loss < best.best ? new Result(gate, step, start, loss) : best;
        }
        return best;
    }
}
