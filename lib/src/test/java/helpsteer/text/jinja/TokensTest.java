package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.value.JinjaException;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static Tokens of(String template) {
        return new Tokens(Lexer.tokens(template));
    }

    @Test
    void next_pastTheEnd_givesTheEndAgain() {
        Tokens tokens = of("a\nb");
        assertThat(tokens.next().text()).isEqualTo("a\nb");
        assertThat(tokens.next().kind()).isEqualTo(Kind.END);
        assertThat(tokens.next().kind()).isEqualTo(Kind.END);
        assertThat(tokens.is(Kind.END)).isTrue();
    }

    /** What is looked for and not there leaves the tokens where they are. */
    @Test
    void take_whatIsNotThere_takesNothing() {
        Tokens tokens = of("{{ not in = () }}");
        tokens.expect(Kind.OPEN_VALUE);
        assertThat(tokens.takeName("in")).isFalse();
        assertThat(tokens.takeOperator("not")).isFalse();
        assertThat(tokens.isOperator("not")).isFalse();
        assertThat(tokens.areNames("not", "in")).isTrue();
        assertThat(tokens.areNames("not", "not")).isFalse();
        assertThat(tokens.isAssignment()).isFalse();
        assertThat(tokens.takeName("not")).isTrue();
        assertThat(tokens.areNames("in", "in")).isFalse();
        assertThat(tokens.isAssignment()).isTrue();
        assertThat(tokens.takeName("in")).isTrue();
        assertThat(tokens.isName("=")).isFalse();
        assertThat(tokens.isAssignment()).isFalse();
        assertThat(tokens.takeOperator("=")).isTrue();
        tokens.expectOperator("(");
        tokens.expectOperator(")");
        assertThat(tokens.expect(Kind.CLOSE_VALUE).text()).isEmpty();
    }

    @Test
    void expect_otherToken_isRefusedByWhatWasDueAndFound() {
        Tokens tokens = of("x\n\n{{ y }}");
        tokens.expect(Kind.DATA);
        assertThat(tokens.line()).isEqualTo(3);
        assertThatThrownBy(() -> tokens.expect(Kind.NAME))
                .isInstanceOf(JinjaException.class)
                .hasMessage("template line 3: here must stand a name, got {{");
        tokens.next();
        assertThatThrownBy(() -> tokens.expectOperator("="))
                .isInstanceOf(JinjaException.class)
                .hasMessage("template line 3: here must stand \"=\", got \"y\"");
        tokens.next();
        tokens.next();
        assertThatThrownBy(() -> tokens.expect(Kind.STRING))
                .hasMessage("template line 3: here must stand a literal, got the end of the template");
    }
}
