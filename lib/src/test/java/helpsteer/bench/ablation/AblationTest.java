package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Attribute;
import helpsteer.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of cells: what is run, what is not run again, what is refused. */
class AblationTest {
    private static final Budget BUDGET = new Budget(40, 32, 1, 16, 1e-3, 2);
    private static final AblationData DATA = Fixtures.data();
    private static final Ablation ABLATION = new Ablation("tiny", BUDGET, DATA);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final Map<String, Integer> calls = Fixtures.calls();
    private final Arm base = Fixtures.arm("base", "", calls, t -> t.response().length());
    private final Arm other = Fixtures.arm("other", "base", calls, t -> 0);

    @Test
    void run_again_runsOnlyWhatIsMissing() throws IOException {
        ABLATION.run(folder, List.of(base, other), 2, Progress.SILENT);
        assertThat(calls).isEqualTo(Map.of("base1", 1, "base2", 1, "other1", 1, "other2", 1));
        Files.delete(Cell.file(folder, "other", 2));
        List<String> shown = new ArrayList<>();
        ABLATION.run(
                folder,
                List.of(base, other),
                3,
                (task, done, total, note) -> shown.add(task + " " + done + " of " + total + " " + note));
        assertThat(calls).isEqualTo(Map.of("base1", 1, "base2", 1, "base3", 1, "other1", 1, "other2", 2, "other3", 1));
        assertThat(shown)
                .containsExactly(
                        "ablations 3 of 6 other, seed 2",
                        "ablations 4 of 6 base, seed 3",
                        "ablations 5 of 6 other, seed 3",
                        "ablations 6 of 6 ");
    }

    @Test
    void run_interrupted_losesTheCellUnderWayOnly() {
        Arm failing = new Arm("other", base.group(), other.reference(), other.goodness(), other.rated(), (seed, p) -> {
            throw new CancellationException("training was interrupted after 3 steps");
        });
        assertThatThrownBy(() -> ABLATION.run(folder, List.of(base, failing), 2, Progress.SILENT))
                .isInstanceOf(CancellationException.class);
        assertThat(ABLATION.cells(folder, List.of(base, other), 2))
                .extracting(Cell::arm, Cell::seed)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("base", 1L));
        ABLATION.run(folder, List.of(base, other), 2, Progress.SILENT);
        assertThat(calls).isEqualTo(Map.of("base1", 1, "base2", 1, "other1", 1, "other2", 1));
    }

    @Test
    void cell_savedAndLoaded_isTheSameAsFloats() {
        ABLATION.run(folder, List.of(base), 1, Progress.SILENT);
        Cell cell = ABLATION.cells(folder, List.of(base), 1).get(0);
        assertThat(cell.scores())
                .hasSize(2 * (DATA.validation().size() + DATA.bench().size()));
        assertThat(cell.scores().get(0).helpfulness())
                .isEqualTo(1 + DATA.validation().get(0).first().response().length());
        assertThat(cell.facts()).isEqualTo(Facts.untrained(10));
        assertThat(cell.recipe()).isEqualTo(base.recipe());
        assertThat(cell.seconds()).isPositive();
    }

    @Test
    void run_otherSettings_areRefusedByName() {
        ABLATION.run(folder, List.of(base), 1, Progress.SILENT);
        Ablation longer = new Ablation("tiny", new Budget(40, 64, 1, 16, 1e-3, 2), DATA);
        assertThatThrownBy(() -> longer.run(folder, List.of(base), 1, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of " + folder.getFileName()
                        + ", got config.budget.tokens: 32 → 64;" + " choose another folder");
        AblationData less = Fixtures.judged(DATA.validation(), DATA.bench());
        assertThatThrownBy(() -> new Ablation("tiny", BUDGET, less).run(folder, List.of(base), 1, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of " + folder.getFileName() + ", got dataSha256: " + DATA.hash()
                        + " → " + less.hash() + "; choose another folder");
    }

    @Test
    void cells_ofAnotherArmOfThatName_orDamaged_areRefused() throws IOException {
        ABLATION.run(folder, List.of(base), 1, Progress.SILENT);
        Arm changed = Arm.regression("base", Group.DATA, "", Set.of(Attribute.VERBOSITY), base.maker());
        assertThatThrownBy(() -> ABLATION.run(folder, List.of(changed), 1, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("base-seed-1.json must hold 36 scores by " + changed.recipe() + ", got 36 by "
                        + base.recipe() + "; remove it to run the cell again");
        Path file = Cell.file(folder, "base", 1);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ABLATION.run(folder, List.of(base), 1, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("base-seed-1.json must be as it was written, got ")
                .hasMessageEndingWith("; remove it to run the cell again");
        Files.writeString(file, "{\"arm\":\"base\",\"scores\":[[1,2,3,4]]}");
        assertThatThrownBy(() -> ABLATION.cells(folder, List.of(base), 1))
                .hasMessage("base-seed-1.json must be as it was written, got a score that is no number;"
                        + " remove it to run the cell again");
        Files.writeString(file, "{\"arm\":\"base\",\"scores\":[]}");
        assertThatThrownBy(() -> ABLATION.cells(folder, List.of(base), 1))
                .hasMessage("base-seed-1.json must be as it was written, got no seed; remove it to run the cell again");
    }

    @Test
    void records_badValues_areRefused() {
        assertThatThrownBy(() -> new Budget(39, 128, 1, 16, 1e-4, 2))
                .hasMessage("responses must be even and at least 40, got 39");
        assertThatThrownBy(() -> new Budget(40, 128, 1, 15, 1e-4, 2))
                .hasMessage("batch must be even and at least 2, got 15");
        assertThatThrownBy(() -> new Budget(40, 128, 1, 16, 1e-4, 1))
                .hasMessage("benchPairs must be at least 2, got 1");
        assertThatThrownBy(() -> Fixtures.arm("Base 1", "", calls, t -> 0))
                .hasMessage("name must be lower-case letters, digits and hyphens, got \"Base 1\"");
        assertThatThrownBy(() -> Fixtures.arm("base", "base", calls, t -> 0))
                .hasMessage("reference of base must be another arm, got itself");
        assertThatThrownBy(() -> new Plan(List.of(other, base), List.of()))
                .hasMessage("reference of other must be an arm before it, got base");
        assertThatThrownBy(() -> new Plan(List.of(base, base), List.of()))
                .hasMessage("arms must have different names, got base twice");
        assertThatThrownBy(() -> new Plan(List.of(base, other), List.of()).only(List.of("otter")))
                .hasMessage("arm must be one of [base, other], got otter");
    }
}
