package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Published results; where the files are not at hand the command says which one it needs. */
class LeaderboardCommandTest {
    private final Terminal terminal = new Terminal();

    private void assertShows(String benchmark, String heading) {
        int code = terminal.run("leaderboard", benchmark, "--rows", "2");
        if (code == 0) {
            assertThat(terminal.lines()).anyMatch(line -> line.matches(heading)).hasSize(5);
        } else {
            assertThat(terminal.firstError()).contains(".csv");
        }
    }

    @Test
    void leaderboard_eachBenchmark_showsItsTable() {
        assertShows("alpaca-eval", "model +length-controlled win rate +its standard error +win rate .*");
        assertShows("alpaca-eval-1", "model +length-controlled win rate +.*");
        assertShows("arena-hard", "model +score \\[95 %\\] +mean tokens");
        assertShows("reward-bench", "model +type +score +Chat +Chat Hard +Reasoning +Safety");
        assertShows("reward-bench-2", "model +type +score +Factuality +Focus +Math +Precise IF +Safety +Ties");
    }

    @Test
    void leaderboard_unknownBenchmark_isNotUnderstood() {
        assertThat(terminal.run("leaderboard", "vibes")).isEqualTo(2);
        assertThat(terminal.firstError())
                .isEqualTo("BENCHMARK must be one of [alpaca-eval, alpaca-eval-1, arena-hard, reward-bench,"
                        + " reward-bench-2], got vibes");
    }
}
