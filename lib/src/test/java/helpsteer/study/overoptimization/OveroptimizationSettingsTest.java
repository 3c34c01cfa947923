package helpsteer.study.overoptimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class OveroptimizationSettingsTest {
    private static OveroptimizationSettings ofPairs(Integer... pairs) {
        return new OveroptimizationSettings(List.of(pairs), 2, 1, 16, 5);
    }

    @Test
    void new_pairs_mustRiseFromTwenty() {
        assertThat(ofPairs(20, 50).mostPairs()).isEqualTo(50);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofPairs(10, 50))
                .withMessage("pairs must be rising numbers of at least 20, got [10, 50]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofPairs(100, 50))
                .withMessage("pairs must be rising numbers of at least 20, got [100, 50]");
        assertThatIllegalArgumentException()
                .isThrownBy(OveroptimizationSettingsTest::ofPairs)
                .withMessage("pairs must be rising numbers of at least 20, got []");
    }
}
