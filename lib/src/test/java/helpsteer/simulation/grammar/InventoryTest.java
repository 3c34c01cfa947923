package helpsteer.simulation.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 8, 10, 12, 14, 16, 18, 20})
    void standard_fewObjects_areTheFirstOfEachTopicAndOfTheOthersNothingIsKnown(int count) {
        Inventory few = InventoryFile.standard(count);
        for (int i = 0; i < STANDARD.topics().size(); i++) {
            assertThat(few.topics().get(i).objects())
                    .isEqualTo(STANDARD.topics().get(i).objects().subList(0, count));
        }
        assertThat(few.lexicon().read("Chile lies in South America.").isPresent())
                .isEqualTo(count >= 8);
    }

    @Test
    void standard_moreObjectsThanThereAre_isWhole() {
        assertThat(InventoryFile.standard(1000).topics())
                .extracting(topic -> topic.objects().size())
                .containsExactly(20, 20, 20, 21, 20, 20, 20, 21, 64);
    }

    @Test
    void standard_objectsOfWhichMostShareAValue_isRefused() {
        assertThatThrownBy(() -> InventoryFile.standard(5))
                .hasMessageContaining("must belong to at most half of the 5 objects");
    }

    @Test
    void firstTopics_noneOrTooMany_isRefused() {
        assertThatThrownBy(() -> STANDARD.firstTopics(0)).hasMessage("topics must be 1 to 9, got 0");
        assertThatThrownBy(() -> STANDARD.firstTopics(10)).hasMessage("topics must be 1 to 9, got 10");
    }
}
