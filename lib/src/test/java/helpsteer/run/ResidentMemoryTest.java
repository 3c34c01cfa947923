package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
    @Test
    void of_linesOfLinux_areBytes() {
        assertThat(ResidentMemory.of(List.of("Name:\tjava", "VmHWM:\t  1024 kB", "VmRSS:\t     7 kB", "Threads:\t3")))
                .contains(new ResidentMemory(7 * 1024, 1 << 20));
    }

    @Test
    void of_aLineMissing_isEmpty() {
        assertThat(ResidentMemory.of(List.of("VmRSS:\t7 kB"))).isEmpty();
        assertThat(ResidentMemory.of(List.of("VmHWM:\t7 kB", "VmRSS:\t7 pages")))
                .isEmpty();
    }

    @Test
    void read_onLinux_isThisProcess() {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc/self/status, which only Linux has");
        ResidentMemory memory = ResidentMemory.read().orElseThrow();
        assertThat(memory.now()).isBetween(10L << 20, memory.peak());
    }
}
