package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.train.metrics.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingsTest {
    private static final TrainingResult NO_STEPS =
            new TrainingResult(List.of(), List.of(), 0, 1, TrainingResult.Ending.FINISHED);

    /** A run that goes on, or that was killed within a line, is shown as it stands. */
    @Test
    void table_runThatIsWrittenAndTorn_isShownAndTheFileLeftAlone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve(Timings.FILE);
        try (Timings costs = Timings.open(file)) {
            costs.took("sampling", 2.5);
            Files.writeString(file, "{\"event\":\"samp", StandardOpenOption.APPEND);
            byte[] before = Files.readAllBytes(file);
            TimingTable table = Timings.table(file, 10, List.of("sampling"), NO_STEPS);
            assertThat(table.parts().get(0)).isEqualTo(new TimingTable.Part("sampling", 2.5, 10));
            assertThat(file).hasBinaryContent(before);
        }
    }
}
