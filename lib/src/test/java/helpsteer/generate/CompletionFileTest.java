package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.ChildJvm;
import helpsteer.run.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void write_tornAtAnyByteAndKilled_endsWithTheSameBytes() throws Exception {
        CompletionFile whole = new CompletionFile(folder.resolve("whole.jsonl"));
        List<List<Completion>> answers = KillableSampling.write(whole, at -> {});
        byte[] expected = Files.readAllBytes(whole.path());
        assertThat(answers).hasSize(100).isEqualTo(whole.read());
        for (int length : List.of(0, 7, expected.length / 2, expected.length - 1, expected.length)) {
            Files.write(whole.path(), Arrays.copyOf(expected, length));
            assertThat(KillableSampling.write(whole, at -> {})).isEqualTo(answers);
            assertThat(Files.readAllBytes(whole.path())).as("cut at " + length).isEqualTo(expected);
        }
        Path killed = folder.resolve("killed.jsonl");
        Process process = ChildJvm.start(List.of("-Xmx256m"), KillableSampling.class, killed.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.equals("at 32")) {
                line = out.readLine();
            }
            process.destroyForcibly().waitFor();
            assertThat(line).isEqualTo("at 32");
        }
        assertThat(KillableSampling.write(new CompletionFile(killed), at -> {})).isEqualTo(answers);
        assertThat(Files.readAllBytes(killed)).isEqualTo(expected);
    }

    @Test
    void write_fileThatAnotherCallWrites_isRefused() {
        CompletionFile file = new CompletionFile(folder.resolve("twice.jsonl"));
        List<String> refusals = new ArrayList<>();
        KillableSampling.write(file, done -> {
            if (done == 32) {
                try {
                    KillableSampling.write(file, at -> {});
                } catch (IllegalStateException e) {
                    refusals.add(String.valueOf(e.getMessage()));
                }
            }
        });
        assertThat(refusals)
                .containsExactly("file must be written by one run at a time, got twice.jsonl, which process "
                        + ProcessHandle.current().pid() + " has open; wait for it or choose another file");
    }

    @Test
    void write_otherSettings_areRefusedByName() throws IOException {
        CompletionFile file = new CompletionFile(folder.resolve("a.jsonl"));
        try (LanguageModel model = LanguageModel.open(LanguageModelTest.TINY)) {
            List<int[]> prompts = List.of(new int[] {20});
            SamplingParams sampling = SamplingParams.plain(3);
            file.write(model, prompts, sampling, Set.of(5), new Seed(1));
            assertThatThrownBy(() -> file.write(model, prompts, sampling, Set.of(5), new Seed(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a.jsonl must go on with the seed that it was begun with, 1, got 2;"
                            + " choose another file, or remove this one and its settings");
            assertThatThrownBy(() -> file.write(model, List.of(new int[] {21}), sampling, Set.of(5), new Seed(1)))
                    .hasMessageContaining("a.jsonl must go on with the prompts that it was begun with, 1 ");
            assertThatThrownBy(() -> file.write(model, prompts, sampling.withSamples(2), Set.of(5), new Seed(1)))
                    .hasMessageContaining(
                            "a.jsonl must go on with the sampling that it was begun with, SamplingParams[");
            var norm = model.decoder().parameters().get("model.norm.weight");
            model.decoder().parameters().assign(norm, new float[16]);
            assertThatThrownBy(() -> file.write(model, prompts, sampling, Set.of(5), new Seed(1)))
                    .hasMessageContaining("a.jsonl must go on with the model that it was begun with, ");
            Files.delete(folder.resolve("a.jsonl.settings.json"));
            assertThatThrownBy(() -> file.write(model, prompts, sampling, Set.of(5), new Seed(1)))
                    .hasMessage("a.jsonl must have a.jsonl.settings.json beside it, got none;"
                            + " choose another file, or remove this one");
        }
    }
}
