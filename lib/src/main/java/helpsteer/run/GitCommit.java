package helpsteer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks git which commit a checkout stands at. */
final class GitCommit {
    private static final int TIMEOUT_SECONDS = 10;

    private GitCommit() {}

    /** That of the repository we run in; empty where there is none, or no git. */
    static Optional<String> current() {
        return Workspace.root().flatMap(GitCommit::of);
    }

    /** That of a folder which is the top of a checkout, {@code -dirty} behind it where tracked files differ. */
    static Optional<String> of(Path folder) {
        try {
            Path real = folder.toRealPath();
            Optional<String> top = git(real, "rev-parse", "--show-toplevel");
            if (top.isEmpty() || !Path.of(top.get()).toRealPath().equals(real)) {
                return Optional.empty(); // a folder within some other checkout says nothing about this code
            }
            boolean dirty = !git(real, "status", "--porcelain", "--untracked-files=no")
                    .orElse("")
                    .isEmpty();
            return git(real, "rev-parse", "HEAD").map(hash -> dirty ? hash + "-dirty" : hash);
        } catch (IOException e) {
            return Optional.empty(); // no git on this machine
        }
    }

    private static Optional<String> git(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        return output(command, TIMEOUT_SECONDS);
    }

    /** What a command says; empty where it fails or does not end in time. Into a file, since to read a pipe has no end in time. */
    static Optional<String> output(List<String> command, int seconds) throws IOException {
        Path out = Files.createTempFile("helpsteer-", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(out.toFile())
                    .start();
            try {
                if (process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(Files.readString(out).strip());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                process.destroyForcibly();
            }
            return Optional.empty();
        } finally {
            Files.deleteIfExists(out);
        }
    }
}
