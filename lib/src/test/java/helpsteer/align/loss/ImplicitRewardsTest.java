package helpsteer.align.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.reward.BradleyTerry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two pairs whose tokens have probabilities of a half and a quarter, worked out by hand. */
class ImplicitRewardsTest {
    private static final DpoLoss LOSS = new DpoLoss(BradleyTerry.REGULAR, 0.5);
    private static final double LN_2 = Math.log(2);

    private static double[] logs(double... probabilities) {
        return Arrays.stream(probabilities).map(Math::log).toArray();
    }

    /** Ratios of policy to reference by token: 2 and 1, then 1 of the chosen; 1/2, then 2 of the rejected. */
    @Test
    void of_twoPairs_isWhatHandsFind() {
        ImplicitRewards seen = ImplicitRewards.of(
                LOSS,
                List.of(logs(0.5, 0.5), logs(0.5), logs(0.25), logs(0.5)),
                List.of(logs(0.25, 0.5), logs(0.5), logs(0.5), logs(0.25)));
        assertThat(seen.chosen()).isCloseTo(0.25 * LN_2, within(1e-15));
        assertThat(seen.rejected()).isCloseTo(0, within(1e-15));
        assertThat(seen.margin()).isCloseTo(0.25 * LN_2, within(1e-15));
        assertThat(seen.accuracy()).isEqualTo(0.5);
        // twice 2 - 1 - ln 2, twice 0, once 1/2 - 1 + ln 2, over five tokens
        assertThat(seen.tokenKl()).isCloseTo((1.5 - LN_2) / 5, within(1e-15));
        assertThat(seen.metrics())
                .containsOnlyKeys("accuracy", "margin", "reward of chosen", "reward of rejected", "KL a token")
                .containsEntry("accuracy", 0.5);
    }

    @Test
    void of_policyThatIsTheReference_isZeroThroughout() {
        List<double[]> logs = List.of(logs(0.3, 0.9), logs(0.7));
        assertThat(ImplicitRewards.of(LOSS, logs, logs)).isEqualTo(new ImplicitRewards(0, 0, 0, 0));
    }

    /** Of texts that the reference wrote the mean over all of them is KL(reference || policy). */
    @Test
    void tokenKl_overAllThatTheReferenceMayWrite_isItsKl() {
        // one token, of four with 1/4 each under the reference; the policy has 1/2, 1/4, 1/8, 1/8
        double[] policy = {0.5, 0.25, 0.125, 0.125};
        List<double[]> ofPolicy = Arrays.stream(policy).mapToObj(p -> logs(p)).toList();
        List<double[]> ofReference =
                Arrays.stream(policy).mapToObj(p -> logs(0.25)).toList();
        double kl = Arrays.stream(policy).map(p -> 0.25 * Math.log(0.25 / p)).sum();
        assertThat(ImplicitRewards.of(LOSS, ofPolicy, ofReference).tokenKl()).isCloseTo(kl, within(1e-15));
    }

    @Test
    void of_halfAPair_isRefused() {
        List<double[]> logs = List.of(logs(0.5));
        assertThatThrownBy(() -> ImplicitRewards.of(LOSS, logs, logs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy and reference must have one even length, got 1 and 1");
    }

    /** Ratios of policy to reference: 2 and 4 of the chosen, 1/2 and 1/4 of the rejected. */
    @Test
    void of_bothSidesMoved_countsEachSideForItself() {
        ImplicitRewards seen = ImplicitRewards.of(
                LOSS,
                List.of(logs(0.5), logs(0.8), logs(0.25), logs(0.1)),
                List.of(logs(0.25), logs(0.2), logs(0.5), logs(0.4)));
        assertThat(seen.chosen()).isCloseTo(0.75 * LN_2, within(1e-15));
        assertThat(seen.rejected()).isCloseTo(-0.75 * LN_2, within(1e-15));
        assertThat(seen.margin()).isCloseTo(1.5 * LN_2, within(1e-15));
        assertThat(seen.accuracy()).isEqualTo(1);
    }
}
