package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Attribute;
import helpsteer.data.fetch.DataHome;
import helpsteer.study.paper.MadeUpPaper;
import helpsteer.study.paper.SimulatedMarks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReproduceCommandTest {
    private final Terminal terminal = new Terminal();

    private final Path folder;

    ReproduceCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int run(MadeUpPaper made) {
        return terminal.run(
                new CommandLine(new ReproduceCommand(made::paper)), made.data().toString());
    }

    @Test
    void reproduce_sample_contradictsNothingAndLabelsEveryTable() {
        String sample = DataHome.sample().root().toString();
        assertThat(terminal.run("reproduce", sample)).isZero();
        assertThat(terminal.lines())
                .filteredOn(line -> line.startsWith("Table ") || line.startsWith("Numbers in the text"))
                .hasSize(7)
                .allMatch(line -> line.endsWith("beside sample data (written for this project)"));
        assertThat(terminal.output()).endsWith("nothing here reproduces or contradicts what the paper measured.\n");
    }

    @Test
    void reproduce_completeTables_givesZero() throws Exception {
        assertThat(run(MadeUpPaper.in(folder))).as(terminal.errors()).isZero();
        assertThat(terminal.output()).contains("Nothing is contradicted.");
    }

    @Test
    void reproduce_numberMovedByOneUnit_givesOneAndNamesIt() throws Exception {
        MadeUpPaper made = MadeUpPaper.in(folder);
        String moved = String.format(Locale.ROOT, "%.4f", made.meanOf(Attribute.CORRECTNESS) + 0.0001);
        made.printTableTwo("correctness", 2, moved);
        assertThat(run(made)).isEqualTo(1);
        assertThat(terminal.output())
                .contains("Contradicted:\ntable2:correctness:mean HS2: printed " + moved + ", ours ");
    }

    @Test
    void reproduce_simulated_saysThatItSettlesNothing() throws Exception {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.printTableTwo("correctness", 2, "0.5000");
        SimulatedMarks.mark(made.data());
        assertThat(run(made)).isZero();
        assertThat(terminal.lines())
                .filteredOn(line -> line.startsWith("Table ") || line.startsWith("Numbers in the text"))
                .hasSize(7)
                .allMatch(line -> line.contains("beside simulated data"));
        assertThat(terminal.output())
                .contains("These rows are not the paper's: what is exact follows from the print alone,"
                        + " and nothing here reproduces or contradicts what the paper measured.")
                .doesNotContain("Nothing is contradicted.");
    }

    @Test
    void reproduce_save_writesAFile() {
        Path file = folder.resolve("all.csv");
        String sample = DataHome.sample().root().toString();
        assertThat(terminal.run("reproduce", sample, "--save", file.toString())).isZero();
        assertThat(file).isRegularFile();
    }

    @Test
    void reproduce_badInput_isRefusedBeforeAnythingIsComputed() throws Exception {
        assertThat(terminal.run("reproduce", "--save", "all.txt")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--save must end in .json or .csv, got all.txt");
        assertThat(terminal.run("reproduce", "no-such-folder")).isEqualTo(2);
        assertThat(terminal.firstError())
                .startsWith("FOLDER must be an existing folder of data, got no-such-folder; name one");
        Path broken = folder.resolve("helpsteer2/train.jsonl");
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "{\"prompt\": 1}\n");
        assertThat(terminal.run("reproduce", folder.toString())).isEqualTo(1);
        assertThat(terminal.firstError()).startsWith("train.jsonl:1: ");
    }
}
