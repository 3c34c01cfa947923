package helpsteer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void close_several_closesTheLastFirstAndEachOnce() {
        Owned owned = new Owned();
        for (String name : List.of("a", "b", "c")) {
            owned.add((AutoCloseable) () -> closed.add(name));
        }
        owned.close();
        owned.close();
        assertThat(closed).containsExactly("c", "b", "a");
    }

    @Test
    void close_oneThatFails_closesTheOthersAndSaysSo() {
        Owned owned = new Owned();
        owned.add((AutoCloseable) () -> closed.add("a"));
        owned.add((AutoCloseable) () -> {
            throw new IOException("disk is gone");
        });
        owned.add((AutoCloseable) () -> closed.add("c"));
        assertThatThrownBy(owned::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot close: disk is gone");
        assertThat(closed).containsExactly("c", "a");
    }
}
