package helpsteer.generate;

import helpsteer.nn.Torch;

/**
 * How much is written at a time.
 *
 * @param rows most answers at a time; the answers to one prompt begin together, so one prompt may exceed it
 * @param tokens most tokens whose keys and values are kept, prompts and answers at their longest; at least one prompt is
 *     always taken
 */
public record KvBudget(int rows, int tokens) {
    public KvBudget {
        if (rows < 1 || tokens < 1) {
            throw new IllegalArgumentException("rows and tokens must be at least 1, got " + rows + " and " + tokens);
        }
    }

    /** Where the time of a step hardly grows with rows any more: 32 rows on a CPU, 256 on a GPU. */
    public static KvBudget ofDevice() {
        return Torch.usesGpu() ? new KvBudget(256, 1 << 17) : new KvBudget(32, 1 << 14);
    }

    boolean holds(int rowsThen, long tokensThen) {
        return rowsThen <= rows && tokensThen <= tokens;
    }
}
