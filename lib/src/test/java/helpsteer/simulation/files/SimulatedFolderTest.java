package helpsteer.simulation.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.bench.rewardbench.Domain;
import helpsteer.data.benchmark.BestOfN;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.sets.DataFile;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.Preference;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.simulation.FakeSource;
import helpsteer.simulation.raters.Raters;
import helpsteer.stats.fit.Correlation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFolderTest {
    private static final SimulationSettings SETTINGS =
            SimulationSettings.defaults().withSeed(7).withRows(600);
    private static final DataSource SOURCE = new FakeSource(new Seed(7));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static void write(SimulationSettings settings, Path into) {
        try {
            SimulatedFolder.write(settings, SOURCE, into);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> hashes(Path of) {
        Map<String, String> hashes = new TreeMap<>();
        SimulatedMark.visible(of).forEach(name -> hashes.put(name, Hash.ofFile(of.resolve(name))));
        return hashes;
    }

    @Test
    void write_defaults_isReadByEveryLoader() {
        write(SETTINGS, folder);
        DataHome home = DataHome.of(folder);
        assertThat(HelpSteer2.train(home)).hasSize(300);
        assertThat(HelpSteer2.validation(home)).hasSize(15);
        List<RaterScores> scores = RaterScores.read(home);
        assertThat(scores.size()).isBetween(640, 760);
        assertThat(scores.stream().mapToInt(RaterScores::count))
                .contains(3, 4, 5)
                .allMatch(n -> n >= 2 && n <= 5);
        List<Preference> preferences = Preference.read(home);
        assertThat(preferences).hasSize(256 + 13);
        assertThat(preferences.stream().filter(p -> p.part() == Preference.Part.VALIDATION))
                .hasSize(13);
        assertThat(Preference.used(preferences).dropped())
                .containsOnlyKeys("three most similar spread by more than 2", "overall strength 0");
        assertThat(Preference.withRatings(preferences, HelpSteer2.pairs(home)).dropped())
                .isEmpty();
        assertThat(HelpSteer3.train(home)).hasSize(1_135);
        assertThat(HelpSteer3.validation(home)).hasSize(60);
        assertThat(RewardBenchFile.coverage(RewardBenchFile.v1(home))).isEqualTo("complete: 2985 rows in 23 subsets");
    }

    @Test
    void write_disagreements_giveTheReleasedRatings() {
        write(SETTINGS, folder);
        DataHome home = DataHome.of(folder);
        List<RaterScores> agreeing = RaterScores.agreeing(RaterScores.read(home).stream()
                        .map(RaterScores::mostAgreeing)
                        .toList())
                .items();
        assertThat(agreeing.stream().map(RaterScores::released).toList())
                .isEqualTo(HelpSteer2.samples(HelpSteer2.pairs(home)).stream()
                        .map(row -> row.ratings())
                        .toList());
    }

    @Test
    void write_rewardBench2_hasTheOfficialDomainsAndTies() {
        write(SETTINGS, folder);
        List<BestOfN> rows = RewardBenchFile.v2(DataHome.of(folder));
        Map<Domain, Long> counts =
                rows.stream().collect(Collectors.groupingBy(row -> Domain.of(row.subset()), Collectors.counting()));
        assertThat(counts)
                .isEqualTo(Map.of(
                        Domain.FACTUALITY, 475L,
                        Domain.PRECISE_IF, 160L,
                        Domain.MATH, 183L,
                        Domain.SAFETY, 450L,
                        Domain.FOCUS, 495L,
                        Domain.TIES, 102L));
        Map<String, BestOfN> ties = rows.stream()
                .filter(row -> row.subset().equals("Ties"))
                .collect(Collectors.toMap(BestOfN::id, Function.identity()));
        for (int k = 0; k < 51; k++) {
            BestOfN ref = Objects.requireNonNull(ties.get("ref:" + k));
            BestOfN tied = Objects.requireNonNull(ties.get("tied:" + k));
            assertThat(ref.chosen()).hasSize(1);
            assertThat(tied.chosen())
                    .hasSizeBetween(2, 5)
                    .startsWith(ref.chosen().get(0));
            assertThat(tied.prompt()).isEqualTo(ref.prompt());
        }
        assertThat(rows.stream().filter(row -> !row.subset().equals("Ties")))
                .allMatch(row -> row.chosen().size() == 1 && row.rejected().size() == 3);
    }

    @Test
    void write_folder_isLabelledAsSimulated() {
        write(SETTINGS, folder);
        DataHome home = DataHome.of(folder);
        assertThat(home.kind()).isEqualTo(DataHome.Kind.SIMULATED);
        assertThat(home.describe()).isEqualTo("simulated data, seed 7, not HelpSteer2");
        assertThat(DataFile.find(home, "helpsteer2/train").get(0).toString())
                .startsWith("simulated helpsteer2/train.jsonl.gz, 600 rows, SHA-256 ");
        assertThat(home.missing("helpsteer1/train.jsonl.gz"))
                .hasMessage(
                        "helpsteer1/train.jsonl.gz:0: file must be in the simulated data, seed 7, not HelpSteer2, got"
                                + " none; helpsteer simulate makes no such file; name another folder by HELPSTEER_DATA");
    }

    @Test
    void write_twoLocalesAndThreadCounts_giveTheSameBytes() throws Exception {
        write(SETTINGS, folder.resolve("a"));
        Locale before = Locale.getDefault();
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            one.submit(() -> write(SETTINGS, folder.resolve("b"))).get();
        } finally {
            Locale.setDefault(before);
            one.shutdown();
        }
        assertThat(hashes(folder.resolve("b"))).isEqualTo(hashes(folder.resolve("a")));
        write(SETTINGS.withSeed(8), folder.resolve("c"));
        assertThat(hashes(folder.resolve("c")).get("helpsteer2/train.jsonl.gz"))
                .isNotEqualTo(hashes(folder.resolve("a")).get("helpsteer2/train.jsonl.gz"));
    }

    @Test
    void write_interrupted_cannotBeReadAndGoesOnToTheSameBytes() {
        Path whole = folder.resolve("whole");
        write(SETTINGS, whole);
        Path cut = folder.resolve("cut");
        for (String task : List.of("simulating HelpSteer2", "simulating RewardBench 1", "simulating HelpSteer3")) {
            Progress stop = (at, done, total, note) -> {
                if (at.equals(task)) {
                    Thread.currentThread().interrupt();
                }
            };
            assertThatThrownBy(() -> Progress.during(stop, () -> {
                        SimulatedFolder.write(SETTINGS, SOURCE, cut);
                        return "";
                    }))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            assertThat(SimulatedMark.visible(cut)).containsExactly("simulated.json");
            assertThatThrownBy(() -> DataHome.of(cut))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessage("simulated.json:1: simulation must be complete, got one that was stopped; run the same"
                            + " environment/helpsteer simulate again, which goes on");
        }
        write(SETTINGS, cut);
        assertThat(hashes(cut)).isEqualTo(hashes(whole));
        assertThat(cut.resolve(".part")).doesNotExist();
    }

    @Test
    void write_halfAChunkBehindTheLast_isCutOff() throws IOException {
        Path whole = folder.resolve("whole");
        write(SETTINGS, whole);
        Path cut = folder.resolve("cut");
        Progress stop = (at, done, total, note) -> Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Progress.during(stop, () -> {
                    SimulatedFolder.write(SETTINGS, SOURCE, cut);
                    return "";
                }))
                .isInstanceOf(InterruptedException.class);
        Path part = cut.resolve(".part/helpsteer2/train.jsonl.gz");
        Files.write(part, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        write(SETTINGS, cut);
        assertThat(hashes(cut)).isEqualTo(hashes(whole));
    }

    @Test
    void write_again_changesNothing() throws IOException {
        write(SETTINGS, folder);
        var time = Files.getLastModifiedTime(folder.resolve("simulated.json"));
        write(SETTINGS, folder);
        assertThat(Files.getLastModifiedTime(folder.resolve("simulated.json"))).isEqualTo(time);
    }

    @Test
    void write_otherSettings_areRefusedByName() {
        write(SETTINGS, folder);
        SimulationSettings other = SETTINGS.withRaters(Raters.defaults().withLengthBias(0.5));
        assertThatThrownBy(() -> SimulatedFolder.write(other, SOURCE, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("simulation must have the settings of " + folder.getFileName()
                        + ", got raters.lengthBias: 0.0 → 0.5; choose another folder");
    }

    @Test
    void write_folderWithOtherFiles_isRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("helpsteer2"));
        Files.writeString(folder.resolve("helpsteer2/train.jsonl"), "{}");
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folder must be new, empty or of this simulation, got helpsteer2/train.jsonl in "
                        + folder.getFileName() + "; choose another folder");
        assertThat(folder.toFile().list()).containsExactly("helpsteer2");
    }

    /** Writing follows links, so the look for other files must. */
    @Test
    void write_linkedFolderWithOtherFiles_isRefusedAndLeftAlone() throws IOException {
        Path official = Files.createDirectories(folder.resolve("official"));
        Files.writeString(
                Files.createDirectories(official.resolve("helpsteer2")).resolve("train.jsonl.gz"), "{}");
        Path link = Files.createSymbolicLink(folder.resolve("link"), official);
        Path half = Files.createDirectories(folder.resolve("half"));
        Files.createSymbolicLink(half.resolve("helpsteer2"), official.resolve("helpsteer2"));
        for (Path each : List.of(link, half)) {
            assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, each))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("folder must be new, empty or of this simulation, got helpsteer2/train.jsonl.gz in "
                            + each.getFileName() + "; choose another folder");
        }
        assertThat(official.resolve("helpsteer2/train.jsonl.gz")).hasContent("{}");
    }

    @Test
    void of_officialFileAmongSimulated_isRefusedByName() throws IOException {
        write(SETTINGS, folder);
        Files.createDirectories(folder.resolve("helpsteer1"));
        Files.writeString(folder.resolve("helpsteer1/train.jsonl"), "{}");
        assertThatThrownBy(() -> DataHome.of(folder))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        "helpsteer1/train.jsonl:0: file must be one of those that simulated.json lists, got another;"
                                + " keep official and simulated files in different folders");
    }

    @Test
    void write_fullDisk_isOneSentenceAndGoesOn() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path part = folder.resolve(".part/helpsteer2/train.jsonl.gz");
        Files.createDirectories(part.resolveSibling(""));
        Files.createSymbolicLink(part, full);
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS, SOURCE, folder))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot write " + folder + ": No space left on device; what is written is kept, so make room"
                                + " and run the same again");
        assertThat(SimulatedMark.visible(folder)).containsExactly("simulated.json");
        Files.delete(part);
        write(SETTINGS, folder);
        assertThat(HelpSteer2.train(DataHome.of(folder))).hasSize(300);
    }

    @Test
    void truth_perfectRaters_leaveNothingToNoise() throws IOException {
        write(SETTINGS.withRaters(Raters.none()), folder);
        JsonNode truth = Json.read(folder.resolve("truth.json"));
        assertThat(truth.at("/label").asText()).isEqualTo("simulated data, seed 7, not HelpSteer2");
        assertThat(truth.at("/helpfulness/bayes_accuracy_of_labels/value").asDouble())
                .isEqualTo(1);
        assertThat(truth.at("/helpfulness/removed_by_the_last_filter/value").asDouble())
                .isZero();
        assertThat(truth.at("/r_squared_ceiling/verbosity/value").asDouble()).isEqualTo(1);
    }

    @Test
    void truth_defaults_isWhatThePairsShow() throws IOException {
        SimulationSettings settings = SETTINGS.withRows(4_000);
        write(settings, folder);
        JsonNode truth = Json.read(folder.resolve("truth.json"));
        double bayes = truth.at("/helpfulness/bayes_accuracy_of_labels/value").asDouble();
        double error =
                truth.at("/helpfulness/bayes_accuracy_of_labels/standard_error").asDouble();
        assertThat(bayes)
                .isBetween(0.8, 0.98)
                .isEqualTo(
                        truth.at("/helpfulness/gold_accuracy_of_labels/value").asDouble());
        assertThat(error).isBetween(0.0005, 0.01);
        assertThat(truth.at("/helpfulness/bayes_accuracy_of_gold/value").asDouble())
                .isEqualTo(1);
        double ceiling = truth.at("/r_squared_ceiling/helpfulness/value").asDouble();
        assertThat(ceiling).isCloseTo(squaredCorrelationWithGold(settings), within(0.03));
    }

    /** Of the released helpfulness with the gold one: a predictor that knows the truth, up to its shape. */
    private double squaredCorrelationWithGold(SimulationSettings settings) {
        var rows = HelpSteer2.samples(HelpSteer2.train(DataHome.of(folder)));
        var pool = settings.pool();
        double[] gold = new double[rows.size()];
        double[] rated = new double[rows.size()];
        long position = 0;
        for (int i = 0; i < rows.size(); position++) {
            var pair = SOURCE.pair(position);
            if (pool.annotate(pair).agrees()) {
                gold[i] = pair.first().gold().helpfulness();
                rated[i] = rows.get(i++).ratings().helpfulness();
                gold[i] = pair.second().gold().helpfulness();
                rated[i] = rows.get(i++).ratings().helpfulness();
            }
        }
        double r = Correlation.coefficient(gold, rated);
        return r * r;
    }
}
