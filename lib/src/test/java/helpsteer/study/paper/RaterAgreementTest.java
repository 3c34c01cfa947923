package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.RaterScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaterAgreementTest {
    private static RaterScores scored(Integer... helpfulness) {
        Map<Attribute, List<Integer>> scores = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            scores.put(attribute, List.of(helpfulness));
        }
        return new RaterScores(Prompt.ofUser("question"), "answer", scores);
    }

    /** Scores 2, 2, 3 are 0.5, 0.5, 0.75: variance 1/48, m (1 - m) + variance/3 = 35/144 + 1/144 = 1/4, so 12 - 1. */
    @Test
    void concentration_oneResponse_byHand() {
        assertThat(RaterAgreement.concentration(List.of(scored(2, 2, 3)))).isCloseTo(11, within(1e-9));
    }

    /** Scores 0 and 4 are as far apart as can be: the variance is that of a coin, and nothing is left. */
    @Test
    void concentration_oppositeScores_isZero() {
        assertThat(RaterAgreement.concentration(List.of(scored(0, 4)))).isCloseTo(0, within(1e-9));
    }

    private static String line(String prompt, List<Integer> scores) {
        StringBuilder line = new StringBuilder("{\"prompt\": \"" + prompt + "\", \"response\": \"r\"");
        for (Attribute attribute : Attribute.values()) {
            line.append(", \"").append(attribute.key()).append("\": ").append(scores);
        }
        return line.append("}").toString();
    }

    /** Two in five responses have five raters, one prompt in ten spreads by 3 even among its best three. */
    private static Path lists(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int base = i % 3 + 1;
            List<Integer> scores = i % 10 == 9
                    ? List.of(0, 3, 3)
                    : i % 5 < 2 ? List.of(base, base, base + 1, 0, 4) : List.of(base, base, base + 1);
            lines.add(line("question " + i, scores));
        }
        Path file = folder.resolve("helpsteer2/disagreements/disagreements.jsonl");
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        return folder;
    }

    private static ReproducedNumber find(Reproduction all, String id) {
        return all.numbers().stream()
                .filter(each -> each.number().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void of_lists_countsRatersAndWhatTheFilterRemoves(@TempDir Path folder) throws IOException {
        Reproduction all = Reproduction.of(DataHome.of(lists(folder)));
        assertThat(find(all, "text:raters of a response (mean)").ours().value()).isCloseTo(3.8, within(1e-9));
        assertThat(find(all, "text:removed by the last filter (%)").ours().value())
                .isCloseTo(10, within(1e-9));
    }

    private final Path folder;

    RaterAgreementTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private MadeUpPaper withLists(String drawn) throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        lists(made.data());
        made.declare("helpsteer2/disagreements/disagreements.jsonl", drawn);
        return made;
    }

    private static ReproducedNumber find(MadeUpPaper made, String id) {
        return find(Reproduction.of(DataHome.of(made.data()), made.paper()), id);
    }

    private static final String LAST = "table1:coherence:post-processing";

    /** Every reading of these lists gives more than 0.6, and 0.428 is printed. */
    @Test
    void of_randomPartOfLists_contradictsWhatNoReadingGives() throws IOException {
        MadeUpPaper made = withLists("RANDOM");
        assertThat(find(made, "table1:helpfulness:initial collection").verdict())
                .isEqualTo(Verdict.NEEDS_FILE);
        ReproducedNumber last = find(made, LAST);
        assertThat(last.ours().hasInterval()).isTrue();
        assertThat(last.ours().value()).isGreaterThan(0.6);
        assertThat(last.verdict()).isEqualTo(Verdict.CONTRADICTS);
        assertThat(last.remark()).contains("8 readings tried");
    }

    /** The first two of the best three agree always, so that one way of pooling gives 1 and the usual one less. */
    @Test
    void of_randomPartOfLists_isNotContradictedWhereOneReadingComesNear() throws IOException {
        MadeUpPaper made = withLists("RANDOM");
        made.replace("table1.csv", "coherence,0.169,0.387,0.428", "coherence,0.169,0.387,1.000");
        ReproducedNumber last = find(made, LAST);
        assertThat(last.verdict()).isEqualTo(Verdict.WITHIN_SAMPLING_ERROR);
        assertThat(last.remark()).contains("first two", "8 readings tried");
    }

    @Test
    void of_listsOfWhichNothingIsKnown_settleNothing(@TempDir Path other) throws IOException {
        assertThat(find(Reproduction.of(DataHome.of(lists(other))), LAST).verdict())
                .isEqualTo(Verdict.COMPUTED);
    }

    @Test
    void of_simulatedLists_computesAllThreeStages(@TempDir Path folder) throws IOException {
        SimulatedMarks.mark(lists(folder));
        Reproduction all = Reproduction.of(DataHome.of(folder));
        assertThat(all.of("1")).hasSize(15).allMatch(each -> each.verdict() == Verdict.COMPUTED);
        double raw = find(all, "table1:helpfulness:initial collection").ours().value();
        double best = find(all, "table1:helpfulness:after improvements").ours().value();
        assertThat(raw).isLessThan(best);
    }
}
