package helpsteer.text.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgsTest {
    private static final Args ARGS = new Args("f", List.of(1L, Text.of("t")), Map.of("n", 7L, "x", 2.5));

    @Test
    void find_positionComesBeforeName_andWhatIsMissingIsNull() {
        assertThat(ARGS.find(0, "n")).isEqualTo(1L);
        assertThat(ARGS.find(2, "n")).isEqualTo(7L);
        assertThat(ARGS.find(2, "none")).isNull();
        assertThat(Args.none("g").find(0, "n")).isNull();
    }

    @Test
    void typedArguments_otherTypesAndMissingOnes_areRefusedByName() {
        assertThat(ARGS.text(1, "t")).isEqualTo(Text.of("t"));
        assertThat(ARGS.integer(5, "n", 3)).isEqualTo(7);
        assertThat(ARGS.integer(5, "m", 3)).isEqualTo(3);
        refused(() -> ARGS.text(0, "old"), "f must get a text as old, got an integer");
        refused(() -> ARGS.text(5, "old"), "f must get an argument old, got none");
        refused(() -> ARGS.get(5, "value"), "f must get an argument value, got none");
        refused(() -> ARGS.integer(1, "count", 0), "f must get an integer as count, got a text");
        refused(() -> ARGS.integer(5, "x", 0), "f must get an integer as x, got a float");
    }

    @Test
    void width_outsideOfAScreen_isRefused() {
        for (long width : new long[] {0, 100}) {
            assertThat(new Args("f", List.of(width), Map.of()).width(0, "w", 4)).isEqualTo((int) width);
        }
        assertThat(Args.none("f").width(0, "w", 4)).isEqualTo(4);
        for (long width : new long[] {-1, 101, Long.MAX_VALUE}) {
            refused(
                    () -> new Args("f", List.of(width), Map.of()).width(0, "w", 4),
                    "f must get as w a number within 0 to 100, got " + width);
        }
    }

    @Test
    void most_moreOrUnknownArguments_areRefused() {
        assertThat(ARGS.most(2, "n", "x")).isSameAs(ARGS);
        refused(() -> ARGS.most(1, "n", "x"), "f must get at most 1 arguments, got 2");
        refused(() -> ARGS.most(2, "n"), "f must get arguments it knows, got x");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(JinjaException.class).hasMessage(message);
    }
}
