package helpsteer.simulation.files;

import static helpsteer.simulation.files.SimulatedFiles.SETTINGS;
import static helpsteer.simulation.files.SimulatedFiles.hashes;
import static helpsteer.simulation.files.SimulatedFiles.ratings;
import static helpsteer.simulation.files.SimulatedFiles.released;
import static helpsteer.simulation.files.SimulatedFiles.rows;
import static helpsteer.simulation.files.SimulatedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.bench.rewardbench.Domain;
import helpsteer.data.benchmark.BestOfN;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.DataFile;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.Preference;
import helpsteer.data.sets.RaterScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

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
        assertThat(released(home)).hasSize(630).isEqualTo(ratings(home));
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
    void write_otherLocalesAndThreadCounts_giveTheSameBytes() throws Exception {
        write(SETTINGS, folder.resolve("a"));
        assertThat(hashes(elsewhere("ar-EG-u-nu-arab", () -> write(SETTINGS, folder.resolve("b")), "b")))
                .isEqualTo(hashes(folder.resolve("a")));
        write(SETTINGS.withSeed(8), folder.resolve("c"));
        assertThat(hashes(folder.resolve("c")).get("helpsteer2/train.jsonl.gz"))
                .isNotEqualTo(hashes(folder.resolve("a")).get("helpsteer2/train.jsonl.gz"));
    }

    /** In Turkish an i without a dot is the small letter of I. */
    @Test
    void write_textsOfTheWorldInTurkishByOneThread_areTheSameBytes() throws Exception {
        SimulationSettings settings = SETTINGS.withRows(500);
        SimulatedFolder.write(settings, folder.resolve("a"));
        Map<String, String> there = hashes(elsewhere("tr-TR", () -> writeWorld(settings, folder.resolve("b")), "b"));
        assertThat(there).hasSize(14).isEqualTo(hashes(folder.resolve("a")));
    }

    private static void writeWorld(SimulationSettings settings, Path into) {
        write(settings, new WorldSource(settings.world()), into);
    }

    /** What was written in another locale, by one thread. */
    private Path elsewhere(String locale, Runnable writing, String name) throws Exception {
        Locale before = Locale.getDefault();
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            Locale.setDefault(Locale.forLanguageTag(locale));
            one.submit(writing).get();
        } finally {
            Locale.setDefault(before);
            one.shutdown();
        }
        return folder.resolve(name);
    }

    @Test
    void write_again_changesNothing() throws IOException {
        write(SETTINGS, folder);
        var time = Files.getLastModifiedTime(folder.resolve("simulated.json"));
        write(SETTINGS, folder);
        assertThat(Files.getLastModifiedTime(folder.resolve("simulated.json"))).isEqualTo(time);
    }
}
