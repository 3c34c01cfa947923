package helpsteer.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.TestFiles;
import helpsteer.data.io.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataHomeTest {
    private static final String MARK =
            "{\"format\":4,\"label\":\"simulated data, seed 7, not HelpSteer2\",\"complete\":true,"
                    + "\"settings\":{},\"files\":[\"helpsteer2/train.jsonl.gz\"]}";

    private final Path root;
    private final Path notebooks;

    DataHomeTest(@TempDir Path root) throws IOException {
        this.root = root;
        Files.createFile(root.resolve("pom.xml"));
        Files.createDirectories(root.resolve("data/sample"));
        notebooks = Files.createDirectories(root.resolve("notebooks"));
    }

    @Test
    void find_nothingSet_isTheSampleAboveTheWorkingFolder() {
        DataHome home = DataHome.find(Map.of(), notebooks);
        assertThat(home).isEqualTo(new DataHome(root.resolve("data/sample"), DataHome.Kind.SAMPLE));
        assertThat(home.describe()).isEqualTo("sample data (written for this project)");
    }

    @Test
    void find_cacheWithADataset_isPreferredToTheSample() throws IOException {
        Files.createDirectories(root.resolve("data/cache"));
        assertThat(DataHome.find(Map.of(), notebooks).kind()).isEqualTo(DataHome.Kind.SAMPLE);
        TestFiles.write(root, "data/cache/datasets/helpsteer2/train.jsonl.gz", "");
        assertThat(DataHome.find(Map.of(), notebooks))
                .isEqualTo(new DataHome(root.resolve("data/cache/datasets"), DataHome.Kind.OFFICIAL));
    }

    @Test
    void find_cacheWithModelsOnly_isNoData() throws IOException {
        Files.createDirectories(root.resolve("data/cache/models"));
        assertThat(DataHome.find(Map.of(), notebooks).kind()).isEqualTo(DataHome.Kind.SAMPLE);
    }

    @Test
    void find_cacheWithABrokenOffDownload_isNoData() throws IOException {
        TestFiles.write(root, "data/cache/datasets/helpsteer2/train.jsonl.gz.part", "half");
        assertThat(DataHome.find(Map.of(), notebooks).kind()).isEqualTo(DataHome.Kind.SAMPLE);
    }

    @Test
    void find_cacheWithoutTheTrainingFile_isNoData() throws IOException {
        TestFiles.write(root, "data/cache/datasets/rewardbench-v1/filtered-00000-of-00001.parquet", "rows");
        TestFiles.write(root, "data/cache/datasets/helpsteer2/validation.jsonl.gz", "rows");
        assertThat(DataHome.find(Map.of(), notebooks).kind()).isEqualTo(DataHome.Kind.SAMPLE);
    }

    @Test
    void missing_inTheDownloadCache_isTheCommandAlone() {
        Path downloads = DataHome.downloads(System.getenv(), Path.of(""));
        assertThat(new DataHome(downloads, DataHome.Kind.OFFICIAL).missing("hh-rlhf/helpful-base/test.jsonl.gz"))
                .hasMessage("hh-rlhf/helpful-base/test.jsonl.gz:0: file must be in the official data or a part of it,"
                        + " got none; get it with: environment/helpsteer fetch hh-rlhf");
    }

    @Test
    void find_cacheVariable_replacesTheUsualFolder() throws IOException {
        Path elsewhere = root.resolve("elsewhere/datasets");
        TestFiles.write(elsewhere, "helpsteer2/train.jsonl.gz", "");
        assertThat(DataHome.find(Map.of("HELPSTEER_CACHE", "../elsewhere"), notebooks)
                        .root())
                .isEqualTo(elsewhere);
    }

    @Test
    void find_dataVariable_isPreferredAndMayBeRelativeToTheRepository() throws IOException {
        TestFiles.write(root, "data/cache/datasets/helpsteer2/train.jsonl.gz", "");
        Path mine = Files.createDirectories(root.resolve("mine"));
        DataHome expected = new DataHome(mine, DataHome.Kind.OFFICIAL);
        assertThat(DataHome.find(Map.of("HELPSTEER_DATA", mine.toString()), notebooks))
                .isEqualTo(expected);
        assertThat(DataHome.find(Map.of("HELPSTEER_DATA", "../mine"), notebooks))
                .isEqualTo(expected);
        assertThat(DataHome.find(Map.of("HELPSTEER_DATA", "mine"), notebooks)).isEqualTo(expected);
    }

    @Test
    void find_dataVariableNamesTheSample_isLabelledSo() {
        assertThat(DataHome.find(Map.of("HELPSTEER_DATA", "data/sample"), root).kind())
                .isEqualTo(DataHome.Kind.SAMPLE);
    }

    @Test
    void find_dataVariableNamesNothing_isRefused() {
        assertThatThrownBy(() -> DataHome.find(Map.of("HELPSTEER_DATA", "no-such"), notebooks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "HELPSTEER_DATA must name an existing folder, got \"no-such\"; correct it, or unset it to use"
                                + " the download cache or the sample");
    }

    @Test
    void sample_outsideTheRepository_isRefused() throws IOException {
        Files.delete(root.resolve("pom.xml"));
        assertThatThrownBy(() -> DataHome.sample(notebooks))
                .hasMessage("data/sample:0: folder must exist above the working folder, got none; start within the"
                        + " repository or set HELPSTEER_DATA");
    }

    @Test
    void table_anyForm_isFoundPlainFirst() throws IOException {
        Path folder = Files.createDirectories(root.resolve("data/sample/helpsteer2"));
        DataHome home = DataHome.sample(root);
        for (String form : new String[] {"train.parquet", "train.jsonl.gz", "train.jsonl"}) {
            Files.createFile(folder.resolve(form));
            assertThat(home.table("helpsteer2/train")).contains(folder.resolve(form));
        }
        assertThat(home.file("helpsteer2/none.csv")).isEmpty();
    }

    @Test
    void find_markedFolder_isSimulatedAndSaysSo() throws IOException {
        Path world = root.resolve("world");
        TestFiles.write(root, "world/simulated.json", MARK);
        TestFiles.write(root, "world/helpsteer2/train.jsonl.gz", "");
        DataHome home = DataHome.find(Map.of("HELPSTEER_DATA", world.toString()), notebooks);
        assertThat(home).isEqualTo(new DataHome(world, DataHome.Kind.SIMULATED));
        assertThat(home.describe()).isEqualTo("simulated data, seed 7, not HelpSteer2");
        assertThat(home.source()).isEqualTo("simulated data, seed 7, not HelpSteer2");
        assertThat(new DataHome(world, DataHome.Kind.OFFICIAL).source()).isEqualTo("HelpSteer2");
        assertThat(new DataHome(world, DataHome.Kind.SAMPLE).source()).isEqualTo("our own sample");
    }

    @Test
    void find_officialFileBesideSimulatedOnes_isRefusedByName() throws IOException {
        TestFiles.write(root, "data/cache/datasets/simulated.json", MARK);
        TestFiles.write(root, "data/cache/datasets/helpsteer2/train.jsonl.gz", "");
        TestFiles.write(root, "data/cache/datasets/helpsteer2/validation.jsonl.gz", "");
        assertThatThrownBy(() -> DataHome.find(Map.of(), notebooks))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("helpsteer2/validation.jsonl.gz:0: file must be one of those that simulated.json lists, got"
                        + " another; keep official and simulated files in different folders");
    }

    @Test
    void of_damagedMark_isRefused() throws IOException {
        TestFiles.write(root, "world/simulated.json", "{\"format\":4,\"label\":7}");
        assertThatThrownBy(() -> DataHome.of(root.resolve("world")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("simulated.json:1: mark must be as it was written, got ");
        TestFiles.write(root, "world/simulated.json", "{\"format\":2}");
        assertThatThrownBy(() -> DataHome.of(root.resolve("world")))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("simulated.json:1: format must be 4, got 2; simulate again into another folder");
    }
}
