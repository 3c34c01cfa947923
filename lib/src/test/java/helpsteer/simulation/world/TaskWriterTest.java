package helpsteer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.simulation.grammar.Fact;
import helpsteer.simulation.grammar.Inventory;
import helpsteer.simulation.grammar.InventoryFile;
import helpsteer.simulation.grammar.Item;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskWriterTest {
    private static final Inventory INVENTORY = InventoryFile.standard(6);

    private static Task task(boolean closed, int scale, int earlier, long seed) {
        return new TaskWriter(INVENTORY, scale)
                .write(new Shape(false, 2, true, earlier, closed), new SplittableRandom(seed));
    }

    private static String lastTurn(Task task) {
        return task.prompt().turns().get(task.prompt().turns().size() - 1).text();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void write_closedQuestion_statesEveryAnswerInItsLastTurn(int scale) {
        for (long seed = 0; seed < 200; seed++) {
            Task task = task(true, scale, (int) seed % 3, seed);
            for (Item item : task.request().items()) {
                if (!item.topic().single()) {
                    assertThat(lastTurn(task))
                            .containsIgnoringCase(item.name())
                            .contains(Fact.right(item).predicate(0));
                }
            }
        }
    }

    @Test
    void write_openQuestion_statesNoAnswer() {
        for (long seed = 0; seed < 200; seed++) {
            Task task = task(false, 1, 0, seed);
            for (Item item : task.request().items()) {
                assertThat(lastTurn(task)).doesNotContain(Fact.right(item).predicate(0));
            }
        }
    }

    @Test
    void write_closedQuestionOfSums_hasNoPassage() {
        int single = 0;
        for (long seed = 0; seed < 400; seed++) {
            Task task = task(true, 1, 0, seed);
            if (task.request().items().get(0).topic().single()) {
                single++;
                assertThat(lastTurn(task))
                        .doesNotContain(
                                Fact.right(task.request().items().get(0)).words(0));
            }
        }
        assertThat(single).isPositive();
    }
}
