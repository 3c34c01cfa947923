package helpsteer.simulation.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final Inventory STANDARD = InventoryFile.standard();

    @Test
    void firstTopics_two_areThoseAndOtherSentencesKeepTheirMeaning() {
        Inventory two = STANDARD.firstTopics(2);
        assertThat(two.topics()).isEqualTo(STANDARD.topics().subList(0, 2));
        assertThat(two.lexicon().read("Spain lies in Europe.")).isPresent();
        assertThat(two.requests()).isEqualTo(STANDARD.requests());
        assertThat(two.assistants()).isEqualTo(STANDARD.assistants());
    }

    @Test
    void firstTopics_noneOrTooMany_isRefused() {
        assertThatThrownBy(() -> STANDARD.firstTopics(0)).hasMessage("topics must be 1 to 9, got 0");
        assertThatThrownBy(() -> STANDARD.firstTopics(10)).hasMessage("topics must be 1 to 9, got 10");
    }
}
