package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class AmbientTest {
    private final Ambient<String> ambient = new Ambient<>("silent");

    private String inANewThread() throws Exception {
        FutureTask<String> asked = new FutureTask<>(ambient::current);
        new Thread(asked).start();
        return asked.get();
    }

    @Test
    void current_nothingInstalled_isTheSilentOne() throws Exception {
        assertThat(ambient.current()).isEqualTo("silent");
        assertThat(inANewThread()).isEqualTo("silent");
    }

    /** The innermost call's service is current; each is over when its call is, by whatever it ends. */
    @Test
    void during_nestedCalls_goBackToTheOneAround() throws Exception {
        List<String> seen = new ArrayList<>();
        String given = ambient.during("outer", () -> {
            seen.add(ambient.current());
            ambient.during("inner", () -> seen.add(ambient.current()));
            seen.add(ambient.current());
            assertThatThrownBy(() -> ambient.during("failing", () -> {
                        seen.add(ambient.current());
                        throw new IOException("broken");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken");
            seen.add(ambient.current());
            return "result";
        });
        assertThat(given).isEqualTo("result");
        assertThat(seen).containsExactly("outer", "inner", "outer", "failing", "outer");
        assertThat(ambient.current()).isEqualTo("silent");
    }

    /** A thread keeps the service under which it was started, whatever becomes current in the one that started it. */
    @Test
    void during_threadsStartedWithin_useTheSameAndOthersDoNot() throws Exception {
        assertThat(ambient.during("here", this::inANewThread)).isEqualTo("here");
        FutureTask<String> late = new FutureTask<>(ambient::current);
        Thread thread = ambient.during("then", () -> new Thread(late));
        ambient.during("later", () -> {
            thread.start();
            return late.get();
        });
        assertThat(late.get()).isEqualTo("then");
        FutureTask<String> other = new FutureTask<>(ambient::current);
        Thread outside = new Thread(other);
        ambient.during("here", () -> {
            outside.start();
            return other.get();
        });
        assertThat(other.get()).isEqualTo("silent");
    }

    /** What is installed is asked for at each use, and a call's own service comes before it. */
    @Test
    void install_service_isCurrentWhereNoCallHasItsOwn() throws Exception {
        int[] asked = {0};
        ambient.install(() -> "installed " + ++asked[0]);
        assertThat(ambient.current()).isEqualTo("installed 1");
        assertThat(inANewThread()).isEqualTo("installed 2");
        assertThat(ambient.<String, RuntimeException>during("own", ambient::current))
                .isEqualTo("own");
        assertThat(ambient.current()).isEqualTo("installed 3");
    }

    @Test
    void during_twoServices_areApart() {
        Ambient<String> other = new Ambient<>("other");
        String both = ambient.during("a", () -> other.during("b", () -> ambient.current() + other.current()));
        assertThat(both).isEqualTo("ab");
        assertThat(other.current()).isEqualTo("other");
    }
}
