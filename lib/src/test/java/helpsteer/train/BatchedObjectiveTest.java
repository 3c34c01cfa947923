package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import helpsteer.nn.Torch;
import helpsteer.run.Seed;
import helpsteer.train.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows of two texts each: 0 and 1 belong to row 0, 2 and 3 to row 1, and so on. */
class BatchedObjectiveTest {
    private static final int[] LENGTHS = {5, 3, 9, 1, 2, 2, 4, 4};
    private static final List<Integer> ALL = List.of(0, 1, 2, 3);

    /** The loss of a row is its number; it weighs as many as it has tokens. */
    private static final class Rows extends BatchedObjective {
        private final List<Double> shares = new ArrayList<>();

        Rows(int tokensAtATime) {
            super(new TrainingArgs(1, 2, 1e-3, Schedule.Shape.CONSTANT, new Seed(1)), LENGTHS, tokensAtATime);
        }

        @Override
        protected int[] costs() {
            return ALL.stream().mapToInt(row -> (int) tokens(List.of(row))).toArray();
        }

        @Override
        protected List<Integer> texts(List<Integer> rows) {
            return rows.stream()
                    .flatMap(row -> IntStream.of(2 * row, 2 * row + 1).boxed())
                    .toList();
        }

        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            return backward(parts(batch), share, scope, (rows, ofStep, inner) -> {
                shares.add(ofStep);
                return rows.stream()
                                .mapToDouble(row -> row * weight(List.of(row)))
                                .sum()
                        / weight(rows);
            });
        }

        @Override
        public double weight(List<Integer> batch) {
            return tokens(batch);
        }

        @Override
        public double validationLoss() {
            return 0;
        }

        @Override
        public String describe(int row) {
            return "row " + row;
        }

        @Override
        public String dataHash() {
            return "";
        }
    }

    @Test
    void tokens_ofRows_areThoseOfAllTheirTexts() {
        assertThat(new Rows(100).tokens(List.of(0, 2))).isEqualTo(5 + 3 + 2 + 2);
    }

    @Test
    void parts_ofABudget_holdEachRowOnceAndNoMoreTokens() {
        List<List<Integer>> parts = new Rows(12).parts(ALL);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(parts).allMatch(part -> part.size() == 1 || new Rows(12).tokens(part) <= 12);
        assertThat(new Rows(100).parts(ALL)).hasSize(1);
    }

    @Test
    void epoch_ofRows_hasEachRowOnceInTheSameOrderEachTime() {
        List<List<Integer>> batches = new Rows(100).epoch(3);
        assertThat(batches).hasSize(2).isEqualTo(new Rows(100).epoch(3));
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(ALL);
    }

    /** A batch in parts has the loss of the whole, and the parts' shares add up to its share. */
    @Test
    void backward_inParts_isTheMeanOfTheWholeBatch() {
        Rows whole = new Rows(100);
        Rows parted = new Rows(12);
        try (NDManager scope = Torch.newManager()) {
            assertThat(parted.backward(ALL, 0.5, scope)).isCloseTo(whole.backward(ALL, 0.5, scope), within(1e-12));
        }
        assertThat(whole.shares).containsExactly(0.5);
        assertThat(parted.shares).hasSizeGreaterThan(1);
        assertThat(parted.shares.stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(0.5, within(1e-12));
    }
}
