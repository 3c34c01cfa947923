package helpsteer.simulation.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PropertyTest {
    private static final Wordings WORDS = new Wordings(Collections.nCopies(5, "is {value}"));

    @Test
    void wrongValue_isNeverRightAndComesAsOftenAsItIsRight() {
        List<String> values = List.of("red", "red", "red", "green", "green", "blue", "blue", "white");
        Property property = new Property("what colour it has", WORDS, values);
        SplittableRandom random = new SplittableRandom(1);
        Map<String, Integer> counts = new HashMap<>();
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            for (int object = 0; object < values.size(); object++) {
                String wrong = property.wrongValue(object, random);
                assertThat(wrong).isNotEqualTo(values.get(object));
                counts.merge(wrong, 1, Integer::sum);
            }
        }
        counts.forEach((value, count) -> assertThat((double) count / rounds)
                .isBetween(
                        Collections.frequency(values, value) - 0.05, Collections.frequency(values, value) + 0.05));
    }

    @Test
    void valueOfMoreThanHalf_isRefused() {
        assertThatThrownBy(() -> new Property("how it is", WORDS, List.of("red", "red", "blue")))
                .hasMessage("value \"red\" must belong to at most half of the 3 objects; change a value or add objects");
    }
}
