package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @Test
    void write_someEvents_eachIsInTheFileAtOnce(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.jsonl");
        try (RunLog log = RunLog.open(file)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("step", 3);
            fields.put("loss", 0.1);
            fields.put("names", List.of("a\nb", "ü"));
            log.write("step", fields);
            assertThat(Files.readString(file))
                    .isEqualTo("{\"event\":\"step\",\"step\":3,\"loss\":0.1,\"names\":[\"a\\nb\",\"ü\"]}\n");
            log.write("end", Map.of());
            assertThat(Files.readAllLines(file)).hasSize(2).last().isEqualTo("{\"event\":\"end\"}");
        }
    }

    /** The stop button interrupts the thread; the steps until the loop looks must still be written. */
    @Test
    void write_threadInterrupted_goesOn(@TempDir Path folder) {
        Path file = folder.resolve("run.jsonl");
        try (RunLog log = RunLog.open(file)) {
            Thread.currentThread().interrupt();
            log.write("a", Map.of());
            log.write("b", Map.of());
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(RunLog.read(file)).hasSize(2);
    }

    @Test
    void open_logOfBefore_isAppendedTo(@TempDir Path folder) {
        Path file = folder.resolve("run.jsonl");
        for (int session = 0; session < 2; session++) {
            try (RunLog log = RunLog.open(file)) {
                log.write("start", Map.of("session", session));
            }
        }
        assertThat(RunLog.read(file)).extracting(e -> e.path("session").asInt()).containsExactly(0, 1);
    }

    @Test
    void open_lastLineTorn_isCutOffAndSaysSo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("run.jsonl"), "{\"event\":\"a\"}\n{\"event\":\"b\",\"st");
        try (RunLog log = RunLog.open(file)) {
            log.write("c", Map.of());
        }
        assertThat(Files.readAllLines(file))
                .containsExactly("{\"event\":\"a\"}", "{\"event\":\"cutOff\",\"bytes\":16}", "{\"event\":\"c\"}");
        Files.writeString(file, "torn and alone");
        RunLog.open(file).close();
        assertThat(Files.readString(file)).isEqualTo("{\"event\":\"cutOff\",\"bytes\":14}\n");
    }

    @Test
    void read_lastLineTorn_isLeftOutAndTheFileAlone(@TempDir Path folder) throws IOException {
        byte[] bytes = "{\"event\":\"a\"}\n{\"event\":\"ü".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("run.jsonl"), Arrays.copyOf(bytes, bytes.length - 1)); // within the ü
        assertThat(RunLog.read(file)).hasSize(1);
        assertThat(Files.size(file)).isEqualTo(bytes.length - 1);
    }

    @Test
    void read_lineThatIsNoEvent_isNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("run.jsonl"), "{\"event\":\"a\"}\nnonsense\n");
        assertThatThrownBy(() -> RunLog.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run.jsonl:2: line must be a JSON object, got none; remove the line");
        Files.writeString(file, "{\"step\":1}\n");
        assertThatThrownBy(() -> RunLog.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run.jsonl:1: line must name its event, got none; remove the line");
    }
}
