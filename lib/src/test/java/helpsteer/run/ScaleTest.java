package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
    @ParameterizedTest
    @CsvSource({"small, SMALL", "quick, QUICK", "default, DEFAULT", "full, FULL", "Full, FULL", "' small ', SMALL"})
    void of_name_isTheScale(String name, Scale scale) {
        assertThat(Scale.of(name)).isEqualTo(scale);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void of_noName_isTheDefault(String name) {
        assertThat(Scale.of(name)).isEqualTo(Scale.DEFAULT);
    }

    @Test
    void of_unknownName_isRefusedWithTheNamesThatExist() {
        assertThatThrownBy(() -> Scale.of("big"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "HELPSTEER_SCALE must be one of small, quick, default, full, got \"big\"; unset it for the default");
    }

    @Test
    void pick_eachScale_takesItsOwn() {
        assertThat(Scale.SMALL.<Integer>pick(1, 2, 3)).isEqualTo(1);
        assertThat(Scale.DEFAULT.<Integer>pick(1, 2, 3)).isEqualTo(2);
        assertThat(Scale.FULL.<Integer>pick(1, 2, 3)).isEqualTo(3);
    }

    @Test
    void pick_quickOfThree_takesTheDefaults() {
        assertThat(Scale.QUICK.<Integer>pick(1, 2, 3)).isEqualTo(2);
    }

    @Test
    void pick_fourValues_eachScaleTakesItsOwn() {
        List<Integer> picked = Arrays.stream(Scale.values())
                .map(scale -> scale.<Integer>pick(1, 2, 3, 4))
                .toList();

        assertThat(picked).containsExactly(1, 2, 3, 4);
    }
}
