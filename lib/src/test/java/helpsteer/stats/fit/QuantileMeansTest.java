package helpsteer.stats.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.Golden;
import helpsteer.stats.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantileMeansTest {
    @Test
    void of_sixRowsInThree_isByHand() {
        double[] x = {6, 1, 5, 2, 4, 3};
        double[] y = {60, 10, 40, 30, 20, 50};
        QuantileMeans means = QuantileMeans.of(x, y, 3);
        assertThat(means.groups()).extracting(g -> g.y().mean()).containsExactly(20.0, 35.0, 50.0);
        assertThat(means.groups()).extracting(g -> g.x().median()).containsExactly(1.5, 3.5, 5.5);
        assertThat(means.toString()).startsWith("x 1.000 to 2.000 (median 1.500): y n=2, mean 20.0000, sd 14.1421\n");
    }

    @Test
    void of_equalValues_areNeverParted() {
        QuantileMeans means = QuantileMeans.of(new double[] {1, 2, 2, 2, 2, 3}, new double[] {0, 1, 2, 3, 4, 9}, 3);
        assertThat(means.groups()).extracting(g -> g.y().count()).containsExactly(5, 1);
        assertThat(QuantileMeans.of(new double[] {7, 7}, new double[] {1, 2}, 4).groups())
                .hasSize(1);
    }

    @Test
    void of_anyRows_losesNoneAndKeepsTheMean() {
        Golden.forAll(random -> {
            int n = random.nextInt(1, 60);
            double[] x = random.ints(n, 0, 12).asDoubleStream().toArray();
            double[] y = Golden.normal(random, n);
            List<QuantileMeans.Group> groups =
                    QuantileMeans.of(x, y, random.nextInt(1, 9)).groups();
            assertThat(groups.stream().mapToInt(g -> g.y().count()).sum()).isEqualTo(n);
            double sum = groups.stream()
                    .mapToDouble(g -> g.y().count() * g.y().mean())
                    .sum();
            assertThat(sum / n).isCloseTo(Values.mean(y), within(1e-12));
            for (int i = 1; i < groups.size(); i++) {
                assertThat(groups.get(i).x().min())
                        .isGreaterThan(groups.get(i - 1).x().max());
            }
        });
    }

    @Test
    void of_badInput_isRefused() {
        double[] two = {1, 2};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileMeans.of(two, two, 0))
                .withMessage("groups must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileMeans.of(two, new double[] {1}, 1))
                .withMessage("x and y must be of one length, got 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileMeans.of(new double[0], new double[0], 1))
                .withMessage("x must hold at least 1 value, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantileMeans(List.of()))
                .withMessage("groups must hold at least 1 group, got 0");
    }
}
