package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SFT, SteerLM, SteerLM 2.0 twice and DPO on the tiny policy with a scorer that likes length. */
class ChainTest {
    @TempDir
    private Path folder = Path.of("");

    /** What a chain leaves, without what tells of time. */
    private static List<Path> files(Path chain) throws IOException {
        try (var all = Files.walk(chain)) {
            return all.filter(Files::isRegularFile)
                    .map(chain::relativize)
                    .filter(f -> !f.toString().contains("checkpoints"))
                    .filter(f -> !List.of("run.jsonl", "costs.jsonl", "training.json", ".lock")
                            .contains(f.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Killed by the system once while it samples and once while it trains an iteration. */
    @Test
    void run_killedInSamplingAndInTraining_endsWithTheSameBytes() throws Exception {
        long t0 = System.nanoTime();
        Path whole = folder.resolve("whole");
        List<Chain.Done> stages = KillableChain.run(whole, line -> {});
        System.err.println("DEBUG whole " + (System.nanoTime() - t0) / 1e9);
        stages.forEach(s -> System.err.println("DEBUG " + s));
        for (int i = 2; i < 4; i++) {
            System.err.println("DEBUG " + SteerLm2Iteration.summary(stages.get(i).folder()) + "\n" + SteerLm2Iteration.costs(stages.get(i).folder()));
        }
        assertThat(stages).extracting(Chain.Done::name).containsExactlyElementsOf(KillableChain.STAGES);
        assertThat(stages).allMatch(Chain.Done::fresh);
        Path killed = folder.resolve("killed");
        killAt(killed, "stages 2", "sampling 32");
        List<String> second = killAt(killed, "sampling 32", "step 21");
        assertThat(second).contains("stages 2", "scoring 64").doesNotContain("sampling 0", "step 21 ");
        List<String> third = new ArrayList<>();
        assertThat(KillableChain.run(killed, third::add))
                .extracting(Chain.Done::fresh)
                .containsExactly(false, false, true, true, true);
        assertThat(third).contains("resumed 20").doesNotContain("scoring 0x");
        List<Path> expected = files(whole);
        assertThat(files(killed)).isEqualTo(expected);
        for (Path file : expected) {
            assertThat(killed.resolve(file)).as("%s", file).hasSameBinaryContentAs(whole.resolve(file));
        }
        System.err.println("DEBUG all " + (System.nanoTime() - t0) / 1e9 + " " + expected);
        assertFound(whole, stages);
    }

    /** Starts the chain in a process and kills it where it says the second text some time after the first. */
    private static List<String> killAt(Path chain, String first, String then) throws Exception {
        Process process = ChildJvm.start(List.of("-Xmx512m"), KillableChain.class, chain.toString());
        List<String> said = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !(line.equals(then) && said.contains(first))) {
                said.add(line);
                line = out.readLine();
            }
            process.destroyForcibly().waitFor();
            assertThat(line).as("%s", said).isEqualTo(then);
        }
        return said;
    }

    private static void assertFound(Path chain, List<Chain.Done> stages) {
        List<String> said = new ArrayList<>();
        List<Chain.Done> again = KillableChain.run(chain, said::add);
        assertThat(again).noneMatch(Chain.Done::fresh);
        assertThat(again).extracting(Chain.Done::training).isEqualTo(stages.stream().map(Chain.Done::training).toList());
        assertThat(said).containsExactly("stages 0", "stages 1", "stages 2", "stages 3", "stages 4", "stages 5");
        assertThatThrownBy(() -> KillableChain.chain(2e-2).run(chain, KillableChain.watcher(s -> {}), KillableChain.silent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of 1-sft, got rate: 0.01 → 0.02; choose another folder");
    }
}
