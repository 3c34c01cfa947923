package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteeringCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void steering_noRepetition_isNotUnderstood() {
        assertThat(terminal.run("study", "steering", "--repetitions", "0")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--repetitions must be a whole number of at least 1, got 0");
    }

    @Test
    void steering_help_namesItsOptions() {
        assertThat(terminal.run("study", "steering", "--help")).isZero();
        assertThat(terminal.output()).contains("--short", "--repetitions=N", "--seed=N", "--save=FILE");
    }
}
