package helpsteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Attribute;
import helpsteer.report.Rendered;
import helpsteer.simulation.raters.Raters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class HelpSteerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void sample_all_saysHowMuchThereIsAndWhose() {
        HelpSteer data = HelpSteer.sample();
        assertThat(data.trainRows()).hasSize(2 * data.trainPairs().size());
        assertThat(data.trainPairs().size() + data.validationPairs().size()).isEqualTo(64);
        assertThat(data)
                .hasToString("HelpSteer2, sample data (written for this project): "
                        + data.trainRows().size() + " training rows and "
                        + data.validationRows().size()
                        + " validation rows, two for each prompt");
    }

    @Test
    void rows_fewer_areTheFirstPairs() {
        HelpSteer all = HelpSteer.sample();
        HelpSteer few = all.rows(9);
        assertThat(few.trainPairs()).isEqualTo(all.trainPairs().subList(0, 4));
        assertThat(few.toString()).contains(": 8 of " + all.trainRows().size() + " training rows and ");
        assertThat(few.validationPairs()).isEqualTo(all.validationPairs());
        assertThatThrownBy(() -> all.rows(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must be at least 2, since they are taken in pairs, got 1");
    }

    @Test
    void table_rows_areThoseOfTheFile() {
        HelpSteer data = HelpSteer.sample();
        Table table = data.table();
        assertThat(table.rowCount()).isEqualTo(data.trainRows().size());
        double mean = data.trainRows().stream()
                .mapToInt(row -> row.ratings().of(Attribute.HELPFULNESS))
                .average()
                .orElseThrow();
        assertThat(table.numberColumn("helpfulness").mean()).isEqualTo(mean);
        Rendered shown = data.rendered();
        assertThat(shown.plain()).startsWith(data.toString()).contains("HelpSteer2, training rows");
        assertThat(shown.form(Rendered.HTML))
                .contains("<p>HelpSteer2, sample data")
                .contains("helpfulness");
    }

    @Test
    void load_sampleByItsFolder_isTheSample() {
        assertThat(HelpSteer.load(HelpSteer.sample().home().root()))
                .hasToString(HelpSteer.sample().toString());
    }

    @Test
    void load_folderThatIsNotThere_isRefused() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> HelpSteer.load(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folder must exist, got " + none
                        + "; name the folder that holds helpsteer2/, or call load() for the data at hand");
    }

    @Test
    void simulate_sameSettings_areFoundAgainAndLabelled() throws IOException {
        HelpSteer data = HelpSteer.simulate(60).noise(0.5).lengthBias(0.2).seed(7, folder);
        assertThat(data)
                .hasToString("simulated data, seed 7, not HelpSteer2: 60 training rows and 4 validation rows, two for"
                        + " each prompt");
        assertThat(data.table().name()).isEqualTo("simulated data, seed 7, not HelpSteer2, training rows");
        Path truth = data.home().root().resolve("truth.json");
        var time = Files.getLastModifiedTime(truth);
        HelpSteer again = HelpSteer.simulate(60).noise(0.5).lengthBias(0.2).seed(7, folder);
        assertThat(again.trainRows()).isEqualTo(data.trainRows());
        assertThat(Files.getLastModifiedTime(truth)).isEqualTo(time);
        assertThat(HelpSteer.simulate(60).noise(0.5).seed(7, folder).home()).isNotEqualTo(data.home());
    }

    @Test
    void simulate_perfectRaters_areWhatTheDialsAtZeroGive() {
        HelpSteer none = HelpSteer.simulate(40).raters(Raters.none()).seed(7, folder);
        HelpSteer dials = HelpSteer.simulate(40).noise(0).careless(0).positionBias(0).seed(7, folder);
        assertThat(dials.trainRows()).isEqualTo(none.trainRows());
        assertThat(dials.home()).isEqualTo(none.home());
    }

    @Test
    void simulate_oddRows_areRefused() {
        assertThatThrownBy(() -> HelpSteer.simulate(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must be an even number of 2 to 100,000,000, since they are written in pairs, got 7");
    }
}
