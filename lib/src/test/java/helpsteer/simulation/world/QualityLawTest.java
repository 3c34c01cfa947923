package helpsteer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.stats.Moments;
import helpsteer.stats.fit.Correlation;
import org.junit.jupiter.api.Test;

/** How near the gold ratings of 20,000 rows, rounded, come to table 2 of arXiv 2406.08673. */
class QualityLawTest {
    private static final int PAIRS = 10_000;

    /** Mean, standard deviation and correlation with helpfulness, by the order of the attributes. */
    private static final double[][] TABLE_TWO = {
        {2.8655, 1.2703, 1},
        {2.9644, 1.2689, 0.9430},
        {3.6393, 0.6491, 0.4979},
        {1.7048, 0.6986, 0.1805},
        {1.9999, 0.7571, 0.0600},
    };

    /** Share of pairs of HelpSteer2 with one helpfulness: 2,941 of 10,162. */
    private static final double TIES = 0.289;

    @Test
    void goldOfTheStandardWorld_isNearHelpSteer2() {
        double[][] ratings = new double[Attribute.COUNT][2 * PAIRS];
        int ties = 0;
        SimulatedWorld world = SimulatedWorld.of(WorldSettings.standard(7));
        for (int i = 0; i < PAIRS; i++) {
            SimulatedPair pair = world.pair(i);
            enter(ratings, 2 * i, pair.first());
            enter(ratings, 2 * i + 1, pair.second());
            ties += ratings[0][2 * i] == ratings[0][2 * i + 1] ? 1 : 0;
        }
        for (Attribute attribute : Attribute.values()) {
            double[] expected = TABLE_TWO[attribute.index()];
            double[] column = ratings[attribute.index()];
            Moments moments = Moments.of(column);
            assertThat(moments.mean()).as("mean of %s", attribute).isEqualTo(expected[0], within(0.1));
            assertThat(moments.sampleSd()).as("spread of %s", attribute).isEqualTo(expected[1], within(0.11));
            assertThat(Correlation.pearson(ratings[0], column).r())
                    .as("correlation of %s", attribute)
                    .isEqualTo(expected[2], within(0.06));
        }
        assertThat((double) ties / PAIRS).isEqualTo(TIES, within(0.04));
    }

    private static void enter(double[][] ratings, int row, SimulatedResponse response) {
        for (Attribute attribute : Attribute.values()) {
            ratings[attribute.index()][row] = Math.rint(response.gold().of(attribute));
        }
    }
}
