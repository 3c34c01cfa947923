package helpsteer.study.paper;

import helpsteer.data.fetch.SimulatedMark;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Marks folders of tests as simulated. */
public final class SimulatedMarks {
    private SimulatedMarks() {}

    /** Marks a folder with all files that it holds. */
    public static void mark(Path folder) throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
        Json.save(
                folder.resolve(SimulatedMark.FILE),
                new SimulatedMark(
                        SimulatedMark.FORMAT, "simulated data, seed 1, not HelpSteer2", true, Json.object(), files));
    }
}
