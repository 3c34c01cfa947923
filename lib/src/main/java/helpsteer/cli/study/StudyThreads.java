package helpsteer.cli.study;

import picocli.CommandLine.Option;

/** The threads of a study that draws its samples, or trains its models, beside each other. */
final class StudyThreads {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that compute beside each other; the results are the same for any number (default:"
                    + " ${DEFAULT-VALUE}).")
    private int count = Math.min(2, Runtime.getRuntime().availableProcessors());

    int count() {
        return count;
    }
}
