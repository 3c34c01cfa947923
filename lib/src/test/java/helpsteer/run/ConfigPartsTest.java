package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigPartsTest {
    private static String config(double rate, String attributes) {
        return "minilm-1, Reading[mean], Regression[tuning=FineTuning[epochs=3, peakRate=" + rate
                + ", seed=Seed[value=1]], attributes=" + attributes + "]";
    }

    @Test
    void of_nestedRecords_isEachSettingByItsPath() {
        assertThat(ConfigParts.of(config(0.5, "[A, B]")))
                .containsExactly(
                        java.util.Map.entry("1", "minilm-1"),
                        java.util.Map.entry("2", "Reading[mean]"),
                        java.util.Map.entry("Regression.tuning.epochs", "3"),
                        java.util.Map.entry("Regression.tuning.peakRate", "0.5"),
                        java.util.Map.entry("Regression.tuning.seed.value", "1"),
                        java.util.Map.entry("Regression.attributes", "[A, B]"));
    }

    @Test
    void differences_twoSettingsAndOneMore_areNamed() {
        assertThat(ConfigParts.differences(config(0.5, "[A]"), config(0.25, "[A, B]") + ", warm-up 10"))
                .containsExactly(
                        "config 4: none → warm-up 10",
                        "config Regression.attributes: [A] → [A, B]",
                        "config Regression.tuning.peakRate: 0.5 → 0.25");
        assertThat(ConfigParts.differences("same", "same")).isEmpty();
        assertThat(ConfigParts.differences("epochs 2", "epochs 3")).containsExactly("config: epochs 2 → epochs 3");
        assertThat(ConfigParts.differences("a]b[, =", "a")).isNotEmpty(); // nothing breaks on words that nest wrongly
    }
}
