package helpsteer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a class of the tests in a process of its own, with one libtorch thread. */
public final class ChildJvm {
    private ChildJvm() {}

    /** The process; what it writes comes out of its input stream, errors included. */
    public static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        return builder(options, main, arguments).start();
    }

    /** The same before it is started. */
    public static ProcessBuilder builder(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dhelpsteer.threads=1"));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        String cache = System.getProperty("DJL_CACHE_DIR");
        if (cache != null) {
            command.add("-DDJL_CACHE_DIR=" + cache);
        }
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        return builder;
    }
}
