package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSelectionTest {
    private static RatedResponse row(String prompt, String response, int verbosity) {
        return new RatedResponse(Prompt.parse(prompt), response, new Ratings(1, 1, 1, 1, verbosity));
    }

    @Test
    void shortRows_limits_areInclusiveAndBlanksGo() {
        RatedResponse fits = row("four", "12345", 0);
        List<RatedResponse> rows =
                List.of(fits, row("fives", "12345", 0), row("four", "123456", 0), row("four", " \n", 0));
        assertThat(RowSelection.shortRows(rows, 4, 5)).containsExactly(fits);
    }

    @Test
    void ofEachRating_moreThanEnough_drawsSoManyLowestFirst() {
        List<RatedResponse> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(row("p" + i, "r", 3));
            rows.add(row("q" + i, "r", 1));
        }
        rows.add(row("only", "r", 4));
        List<RatedResponse> drawn = RowSelection.ofEachRating(rows, Attribute.VERBOSITY, 3, new Seed(1));
        assertThat(drawn).extracting(row -> row.ratings().verbosity()).containsExactly(1, 1, 1, 3, 3, 3, 4);
        assertThat(drawn).doesNotHaveDuplicates().isSubsetOf(rows);
        assertThat(RowSelection.ofEachRating(rows, Attribute.VERBOSITY, 3, new Seed(1)))
                .isEqualTo(drawn);
        assertThat(RowSelection.ofEachRating(rows, Attribute.VERBOSITY, 3, new Seed(2)))
                .isNotEqualTo(drawn);
        assertThatThrownBy(() -> RowSelection.ofEachRating(rows, Attribute.VERBOSITY, 0, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("most must be at least 1, got 0; say how many rows of a rating");
    }

    @Test
    void firstOfEachConversation_laterTurns_areTheSameConversation() {
        RatedResponse first = row("Hi", "Hello", 1);
        RatedResponse later = row("Hi\n<extra_id_1>Assistant\nHello\n<extra_id_1>User\nBye", "See you", 1);
        RatedResponse other = row("Bye", "See you", 1);
        assertThat(RowSelection.firstOfEachConversation(List.of(first, later, other)))
                .containsExactly(first, other);
    }

    @Test
    void beginning_systemTurn_staysBeforeTheFirstUserTurn() {
        Turn system = new Turn(Role.SYSTEM, "Be kind");
        Turn user = new Turn(Role.USER, "Hi");
        Prompt prompt =
                new Prompt(List.of(system, user, new Turn(Role.ASSISTANT, "Hello"), new Turn(Role.USER, "Bye")));
        assertThat(prompt.beginning().turns()).containsExactly(system, user);
        assertThat(Prompt.ofUser("Hi").beginning()).isEqualTo(Prompt.ofUser("Hi"));
    }

    @Test
    void prompts_ofRows_areShortOnesOnce() {
        List<RatedResponse> rows = List.of(row("a", "1", 0), row("a", "2", 0), row("long", "3", 0), row("b", "4", 0));
        assertThat(RowSelection.prompts(rows, 3, 9)).containsExactly(Prompt.ofUser("a"), Prompt.ofUser("b"));
        assertThat(RowSelection.prompts(rows, 9, 2)).containsExactly(Prompt.ofUser("a"), Prompt.ofUser("long"));
    }
}
