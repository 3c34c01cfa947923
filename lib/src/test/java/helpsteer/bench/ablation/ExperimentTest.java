package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Attribute;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of results: what is run, what is not run again, what is refused. */
class ExperimentTest {
    private static final AblationData DATA = Fixtures.data();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final Map<String, Integer> calls = Fixtures.calls();
    private final Variant base =
            Fixtures.variant("base", "", calls, t -> t.response().length());
    private final Variant other = Fixtures.variant("other", "base", calls, t -> 0);

    private static Experiment seeds(int seeds, Variant... variants) {
        return Fixtures.seeds(seeds, DATA.validation(), DATA.bench(), variants);
    }

    @Test
    void run_again_runsOnlyWhatIsMissing() throws IOException {
        seeds(2, base, other).run(folder);
        assertThat(calls).isEqualTo(Map.of("base1", 1, "base2", 1, "other1", 1, "other2", 1));
        Files.delete(RunResult.file(folder, "other", "seed-2"));
        List<String> shown = new ArrayList<>();
        Progress.during((task, done, total, note) -> shown.add(task + " " + done + " of " + total + " " + note), () -> {
            seeds(3, base, other).run(folder);
            return folder;
        });
        assertThat(calls).isEqualTo(Map.of("base1", 1, "base2", 1, "base3", 1, "other1", 1, "other2", 2, "other3", 1));
        assertThat(shown)
                .containsExactly(
                        "ablations 3 of 6 other, seed-2",
                        "ablations 4 of 6 base, seed-3",
                        "ablations 5 of 6 other, seed-3",
                        "ablations 6 of 6 ");
    }

    @Test
    void run_someVariants_leavesTheOthersOut() {
        Experiment experiment = seeds(1, base, other);
        experiment.run(folder, experiment.only(List.of("other")));
        assertThat(calls).isEqualTo(Map.of("other1", 1));
        assertThat(experiment.result(folder).rows()).singleElement().satisfies(row -> assertThat(row.variant())
                .isEqualTo(other));
    }

    @Test
    void run_trainingInterrupted_losesTheResultUnderWayOnly() {
        Variant failing = Fixtures.variant("other", "base", part -> {
            throw new CancellationException("training was interrupted after 3 steps");
        });
        assertThatThrownBy(() -> seeds(2, base, failing).run(folder)).isInstanceOf(CancellationException.class);
        Experiment whole = seeds(2, base, other);
        assertThat(whole.results(folder))
                .extracting(RunResult::variant, RunResult::part)
                .containsExactly(tuple("base", "seed-1"));
        whole.run(folder);
        assertThat(calls).isEqualTo(Map.of("base1", 1, "base2", 1, "other1", 1, "other2", 1));
    }

    @Test
    void run_threadInterrupted_stopsBeforeTheNextResult() {
        Variant interrupting = Fixtures.variant("base", "", part -> {
            Thread.currentThread().interrupt();
            return base.recipe().maker().make(part);
        });
        assertThatThrownBy(() -> seeds(1, interrupting, other).run(folder))
                .isInstanceOf(CancellationException.class)
                .hasMessage("experiment was interrupted before other, seed-1; run it again to go on");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(seeds(1, base, other).results(folder))
                .extracting(RunResult::variant)
                .containsExactly("base");
    }

    @Test
    void result_savedAndLoaded_isTheSameAsFloats() {
        Experiment experiment = seeds(1, base);
        experiment.run(folder);
        RunResult result = experiment.results(folder).get(0);
        assertThat(result.scores())
                .hasSize(2 * (DATA.validation().size() + DATA.bench().size()));
        assertThat(result.scores().get(0).helpfulness())
                .isEqualTo(1 + DATA.validation().get(0).first().response().length());
        assertThat(result.facts()).isEqualTo(TrainingFacts.untrained(10));
        assertThat(result.run().settings()).isEqualTo(base.settings());
        assertThat(result.run().seconds()).isPositive();
    }

    @Test
    void run_otherSettings_areRefusedByName() {
        seeds(1, base).run(folder);
        Experiment less = Fixtures.seeds(1, DATA.validation().subList(1, 10), DATA.bench(), base);
        assertThatThrownBy(() -> less.run(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of " + folder.getFileName() + ", got dataSha256: "
                        + seeds(1, base).setup().dataSha256() + " → "
                        + less.setup().dataSha256()
                        + "; choose another folder");
    }

    /** A folder of the format before this one, whose settings told less, is not read. */
    @Test
    void run_folderOfAnOlderFormat_isRefused() throws IOException {
        Experiment experiment = seeds(1, base);
        experiment.run(folder);
        Path provenance = folder.resolve("provenance.json");
        JsonNode stored = Json.read(provenance);
        stored.withObject("/settings/config").put("format", 1);
        Json.save(provenance, stored);
        String message = "run must have the settings of " + folder.getFileName()
                + ", got config.format: 1 → 2; choose another folder";
        assertThatThrownBy(() -> experiment.run(folder)).hasMessage(message);
        assertThatThrownBy(() -> experiment.results(folder)).hasMessage(message);
    }

    @Test
    void results_ofAnotherVariantOfThatName_areRefusedByWhatDiffers() {
        seeds(1, base).run(folder);
        Variant changed = Variant.regression(
                "base",
                Group.DATA,
                List.of(),
                Set.of(Attribute.VERBOSITY),
                new Variant.Recipe(
                        Map.of("tokens", "64", "loss", "scaled"), base.recipe().maker()));
        assertThatThrownBy(() -> seeds(1, changed).run(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("base-seed-1.json must have the settings of base, got loss: none → scaled,"
                        + " rated: [HELPFULNESS] → [VERBOSITY], tokens: 32 → 64, weights: "
                        + base.weights() + " → " + changed.weights()
                        + "; remove it to run it again, or choose another folder");
    }

    @Test
    void results_damaged_areRefused() throws IOException {
        Experiment experiment = seeds(1, base);
        experiment.run(folder);
        Path file = RunResult.file(folder, "base", "seed-1");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> experiment.run(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("base-seed-1.json must be as it was written, got ")
                .hasMessageEndingWith("; remove it to run it again");
        for (String scores :
                List.of("[[1,2,3,4]]", "[[1,2,3,4,\"5\"]]", "[[1,2,3,4,null]]", "[[1,2,3,4,\"NaN\"]]", "null")) {
            String text = new String(whole, StandardCharsets.UTF_8);
            Files.writeString(file, text.substring(0, text.indexOf("[ [")) + scores + "}");
            assertThatThrownBy(() -> experiment.results(folder))
                    .as(scores)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("base-seed-1.json must be as it was written, got ");
        }
        Files.writeString(file, "{\"variant\":\"base\",\"scores\":[]}");
        assertThatThrownBy(() -> experiment.results(folder))
                .hasMessageStartingWith(
                        "base-seed-1.json must be as it was written, got Missing creator property 'part'")
                .hasMessageEndingWith("; remove it to run it again");
        Files.writeString(file, new String(whole, StandardCharsets.UTF_8).replaceFirst(", \\[[^\\]]*\\] \\]", " ]"));
        assertThatThrownBy(() -> experiment.results(folder))
                .hasMessage("base-seed-1.json must have the settings of base, got scores: 35 → 36;"
                        + " remove it to run it again, or choose another folder");
    }

    @Test
    void records_badValues_areRefused() {
        assertThatThrownBy(() -> new Budget(39, 128, 1, 16, 1e-4, 2))
                .hasMessage("responses must be even and at least 40, got 39");
        assertThatThrownBy(() -> new Budget(40, 128, 1, 15, 1e-4, 2))
                .hasMessage("batch must be even and at least 2, got 15");
        assertThatThrownBy(() -> new Budget(40, 128, 1, 16, 1e-4, 1))
                .hasMessage("benchPairs must be at least 2, got 1");
        assertThatThrownBy(() -> Fixtures.variant("Base 1", "", calls, t -> 0))
                .hasMessage("name must be lower-case letters, digits, dots and hyphens, got \"Base 1\"");
        assertThatThrownBy(() -> new Part("seed/1", 1, List.of(), List.of(), List.of()))
                .hasMessage("name must be lower-case letters, digits, dots and hyphens, got \"seed/1\"");
        assertThatThrownBy(() -> Fixtures.variant("base", "base", calls, t -> 0))
                .hasMessage("references of base must be other variants, got itself");
        assertThatThrownBy(() -> seeds(1, other)).hasMessage("references of other must be variants, got base");
        assertThatThrownBy(() -> seeds(1, base, base)).hasMessage("variants must have different names, got base twice");
        Experiment both = seeds(1, base, other);
        List<Part> twice = List.of(both.parts().get(0), both.parts().get(0));
        assertThatThrownBy(() -> new Experiment(both.setup(), both.variants(), List.of(), twice))
                .hasMessage("parts must have different names, got seed-1 twice");
        assertThatThrownBy(() -> both.only(List.of("otter")))
                .hasMessage("variant must be one of [base, other], got otter");
    }
}
