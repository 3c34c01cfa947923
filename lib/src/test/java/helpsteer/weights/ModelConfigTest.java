package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModelConfigTest {
    private static void refused(String json, String message) {
        assertThatThrownBy(() -> ModelConfig.parse("config.json", json))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("config.json " + message);
    }

    @Test
    void parse_keyThatStandsTwice_isRefused() {
        refused("{\"hidden_size\": 8, \"hidden_size\": 16}", "must be JSON: Duplicate field 'hidden_size'");
        refused("{\"rope_scaling\": {\"factor\": 1, \"factor\": 2}}", "must be JSON: Duplicate field 'factor'");
    }

    @Test
    void parse_textBehindTheObject_isRefused() {
        assertThatThrownBy(() -> ModelConfig.parse("config.json", "{} {}"))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("config.json must be JSON: Trailing token");
        refused("[]", "must be a JSON object, got ARRAY");
    }

    @Test
    void values_wrongTypesAndNulls_areNamed() {
        ModelConfig config = ModelConfig.parse("c", "{\"n\": 0, \"t\": 3, \"f\": null, \"l\": [1], \"s\": {\"k\": 2}}");
        assertThat(config.has("f")).isFalse();
        assertThat(config.count("f", 7)).isEqualTo(7);
        assertThat(config.section("s").orElseThrow().count("k")).isEqualTo(2);
        assertThatThrownBy(() -> config.count("n")).hasMessage("c: n must be an integer of at least 1, got 0");
        assertThatThrownBy(() -> config.text("t")).hasMessage("c: t must be a text, got 3");
        assertThatThrownBy(() -> config.texts("l")).hasMessage("c: l must be a list of texts, got [1]");
        assertThatThrownBy(() -> config.flag("t", true)).hasMessage("c: t must be true or false, got 3");
        assertThatThrownBy(() -> config.text("x"))
                .hasMessage("c must hold x, got none; check that the file belongs to this model");
    }
}
