package helpsteer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Which files a piece of code forces to the disk, as the platform's own flight recorder sees it. */
public final class FileForces {
    private FileForces() {}

    /** What is watched. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** The files and folders whose channels were forced, in order; what a file descriptor's own sync forces is not seen. */
    public static List<Path> during(Work work) throws Exception {
        Path events = Files.createTempFile("forces-", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(events);
            return read(events);
        } finally {
            Files.delete(events);
        }
    }

    private static List<Path> read(Path events) throws IOException {
        return RecordingFile.readAllEvents(events).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                .map(event -> Path.of(event.getString("path")))
                .toList();
    }
}
