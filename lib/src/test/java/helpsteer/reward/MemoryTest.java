package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import helpsteer.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Native memory that is lost shows in the process, not in the heap. */
class MemoryTest {
    /** One reading a hundred steps: the smallest of three, as the collector and malloc hold some for a while. */
    private static List<Long> smallest(List<String> lines) {
        return IntStream.rangeClosed(1, 6)
                .mapToObj(hundred -> lines.stream()
                        .filter(line -> line.startsWith(hundred + " "))
                        .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                        .min()
                        .orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder", "decoder", "decoder checkpointing"})
    void run_fiveHundredStepsAfterAHundred_growByLessThanOnePercent(String kind) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc/self/status, which only Linux has");
        Process process = ChildJvm.start(
                List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData"),
                FlatRun.class,
                kind.split(" ", -1));
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("%s", lines).isZero();
        List<Long> resident = smallest(lines);
        assertThat((double) resident.get(5) / resident.get(0))
                .as("%s", resident)
                .isLessThan(1.01);
        assertThat(lines.stream()
                        .map(line -> line.substring(line.lastIndexOf(' ')))
                        .distinct())
                .as("%s", lines)
                .hasSize(1);
    }
}
