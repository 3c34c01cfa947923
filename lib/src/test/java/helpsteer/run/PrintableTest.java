package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void of_escapesBellsAndCursorMoves_areLeftOut() {
        assertThat(Printable.of("a\u001b[2J\u0007\u0000\r\u007f\u009bb\n\tc")).isEqualTo("a[2Jb\n\tc");
        assertThat(Printable.line("a\n\tb\u001b")).isEqualTo("a  b");
    }

    @Test
    void of_lettersOfAnyScript_stay() {
        String text = "Grüße, 你好, مرحبا 😀";
        assertThat(Printable.of(text)).isSameAs(text);
    }
}
