package helpsteer.cli.study;

import picocli.CommandLine.Option;

/** The threads of a study that draws its samples side by side. A study that trains has those of {@code HELPSTEER_THREADS}. */
final class StudyThreads {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that draw samples; the results are the same for any number (default: ${DEFAULT-VALUE}).")
    private int count = Math.min(2, Runtime.getRuntime().availableProcessors());

    int count() {
        return count;
    }
}
