package helpsteer.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.of(out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return Optional.empty();
    }
}
