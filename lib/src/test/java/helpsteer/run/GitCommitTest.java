package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCommitTest {
    private static String git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", folder.toString(), "-c", "user.name=n", "-c", "user.email=e@example.org"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void of_checkout_isItsCommitAndSaysWhetherFilesDiffer(@TempDir Path folder) throws Exception {
        assumeTrue(hasGit(), "needs the program git");
        git(folder, "init", "-q");
        Path file = Files.writeString(folder.resolve("a"), "1");
        git(folder, "add", "a");
        git(folder, "commit", "-q", "-m", "a");
        String hash = git(folder, "rev-parse", "HEAD");
        assertThat(hash).matches("[0-9a-f]{40}");
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.writeString(inside.resolve("untracked"), "");
        assertThat(GitCommit.of(folder)).contains(hash);
        assertThat(GitCommit.of(inside)).as("a folder within another checkout").isEmpty();
        Files.writeString(file, "2");
        assertThat(GitCommit.of(folder)).contains(hash + "-dirty");
    }

    @Test
    void of_noCheckout_isEmpty(@TempDir Path folder) {
        assertThat(GitCommit.of(folder)).isEmpty();
        assertThat(GitCommit.of(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void output_commandThatSpeaksAndHangs_endsInTime() throws IOException {
        long began = System.nanoTime();
        assertThat(GitCommit.output(List.of("sh", "-c", "echo early; sleep 30"), 1))
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(GitCommit.output(List.of("sh", "-c", "echo said"), 20)).hasValue("said");
        assertThat(GitCommit.output(List.of("sh", "-c", "echo said; exit 3"), 20))
                .isEmpty();
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
