package helpsteer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorldSettingsTest {
    private static final WorldSettings STANDARD = WorldSettings.standard(7);

    @Test
    void with_changesOneThing() {
        assertThat(STANDARD.withScale(2).withMultiTurn(0).withRefusalDue(1).withLengthFollowsQuality(-1))
                .isEqualTo(new WorldSettings(7, new WorldSettings.Extent(2, 8, 6, 1), 0, 1, -1));
    }

    @Test
    void withScale_longTexts_raisesTheObjects() {
        assertThat(STANDARD.withScale(10).extent()).isEqualTo(new WorldSettings.Extent(10, 8, 20, 1));
        assertThat(STANDARD.withObjects(12).withScale(2).extent().objects()).isEqualTo(12);
    }

    @Test
    void extent_tooFewTopicsOrObjects_isRefused() {
        assertThatThrownBy(() -> STANDARD.withTopics(0)).hasMessage("topics must be at least 1, got 0");
        assertThatThrownBy(() -> STANDARD.withObjects(3))
                .hasMessage("objects must be at least 4 at scale 1, of which half are asked about at once, got 3");
        assertThatThrownBy(() -> STANDARD.withScale(4).withObjects(6))
                .hasMessage("objects must be at least 8 at scale 4, of which half are asked about at once, got 6");
    }

    @Test
    void valueOutOfRange_isRefusedByName() {
        assertThatThrownBy(() -> STANDARD.withScale(0)).hasMessage("scale must be in 1..10, got 0");
        assertThatThrownBy(() -> STANDARD.withScale(11)).hasMessage("scale must be in 1..10, got 11");
        assertThatThrownBy(() -> STANDARD.withMultiTurn(1.1)).hasMessage("multiTurn must be in 0..1, got 1.1");
        assertThatThrownBy(() -> STANDARD.withRefusalDue(-0.1)).hasMessage("refusalDue must be in 0..1, got -0.1");
        assertThatThrownBy(() -> STANDARD.withLengthFollowsQuality(-2))
                .hasMessage("lengthFollowsQuality must be in -1..1, got -2.0");
        assertThatThrownBy(() -> STANDARD.withLengthFollowsQuality(Double.NaN))
                .hasMessage("lengthFollowsQuality must be in -1..1, got NaN");
    }
}
