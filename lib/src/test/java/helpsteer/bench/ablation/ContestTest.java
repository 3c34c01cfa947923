package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learners on the same folds, from scores made by hand. */
class ContestTest {
    private static final List<RatedPair> PAIRS = pairs();
    private static final Contest CONTEST = new Contest(PAIRS, Fixtures.bench(), 5, "by hand");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final Map<String, Integer> calls = new HashMap<>();
    private final Set<Prompt> seen = new HashSet<>();

    /** Twenty pairs whose first response is better, and five ties. */
    private static List<RatedPair> pairs() {
        List<RatedPair> out = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Prompt prompt = Prompt.ofUser("prompt " + i);
            int rating = i < 20 ? 3 : 2;
            out.add(new RatedPair(
                    new RatedResponse(prompt, "good " + i, new Ratings(rating, 2, 2, 2, 2)),
                    new RatedResponse(prompt, "bad " + i, new Ratings(2, 2, 2, 2, 2))));
        }
        return out;
    }

    /** Gives the response that begins with good the higher score for those numbers. */
    private Contender winning(String name, Set<Integer> right, boolean onBench) {
        return new Contender(name, (train, part, progress) -> {
            calls.merge(name + " " + part, 1, Integer::sum);
            train.forEach(pair -> seen.add(pair.prompt()));
            Set<Prompt> own = new HashSet<>();
            train.forEach(pair -> own.add(pair.prompt()));
            Scorer scorer = (texts, p) -> texts.stream()
                    .map(t -> new AttributeScores(score(t, right, onBench, own), 0, 0, 0, 0))
                    .toList();
            return scorer;
        });
    }

    private static double score(PromptResponse text, Set<Integer> right, boolean onBench, Set<Prompt> train) {
        assertThat(train).doesNotContain(text.prompt());
        boolean good = text.response().startsWith("good");
        String[] words = text.response().split(" ", -1);
        boolean win = words[1].matches("\\d+") ? right.contains(Integer.parseInt(words[1])) : onBench;
        return good == win ? 1 : 0;
    }

    private static Set<Integer> upTo(int count) {
        Set<Integer> out = new HashSet<>();
        for (int i = 0; i < count; i++) {
            out.add(i);
        }
        return out;
    }

    @Test
    void result_threeLearners_byHand() {
        List<Contender> all = List.of(
                winning(Contenders.LENGTH, upTo(8), false),
                winning(Contenders.RIDGE, upTo(10), true),
                winning("best", upTo(20), true));
        CONTEST.run(folder, all, Progress.SILENT);
        assertThat(seen).hasSize(25);
        ContestResult result = CONTEST.result(folder, all);
        ContestResult.Row length = result.rows().get(0);
        assertThat(length.heldOut().wins()).isEqualTo(8);
        assertThat(length.heldOut().total()).isEqualTo(20);
        assertThat(length.comparisons()).isEmpty();
        ContestResult.Row best = result.rows().get(2);
        assertThat(best.bench().everyPair().strict()).isEqualTo(1);
        ContestResult.Against ridge = best.comparisons().get(0);
        assertThat(ridge.other()).isEqualTo(Contenders.RIDGE);
        assertThat(ridge.heldOut().onlyFirst()).isEqualTo(10);
        assertThat(ridge.heldOut().onlySecond()).isZero();
        // six p-values: 2^-9, 2^-11 and 1/2 held out; 1, 0 and 0 on the benchmark
        assertThat(ridge.heldOutCorrected()).isCloseTo(3 * 2 / 1024.0, within(1e-12));
        assertThat(ridge.overall().estimate()).isZero();
        assertThat(ridge.overallCorrected()).isEqualTo(1);
        ContestResult.Against against = best.comparisons().get(1);
        assertThat(against.other()).isEqualTo(Contenders.LENGTH);
        assertThat(against.heldOut().onlyFirst()).isEqualTo(12);
        assertThat(against.overall().estimate()).isEqualTo(1);
        assertThat(against.overallCorrected()).isZero();
        assertThat(result.rows().get(1).comparisons())
                .singleElement()
                .satisfies(a -> assertThat(a.heldOut().onlyFirst()).isEqualTo(2));
    }

    @Test
    void run_again_runsOnlyWhatIsMissing() throws IOException {
        List<Contender> one = List.of(winning("one", upTo(20), true));
        CONTEST.run(folder, one, Progress.SILENT);
        assertThat(calls).hasSize(6).containsEntry("one fold-1", 1).containsEntry("one bench", 1);
        Files.delete(Cell.file(folder, "one-fold-3"));
        assertThat(CONTEST.result(folder, one).rows()).isEmpty(); // a part is missing
        List<String> shown = new ArrayList<>();
        CONTEST.run(folder, one, (task, done, total, note) -> shown.add(done + " of " + total + " " + note));
        assertThat(calls).containsEntry("one fold-3", 2).containsEntry("one fold-2", 1);
        assertThat(shown).containsExactly("2 of 6 one, fold-3", "6 of 6 ");
        assertThat(CONTEST.result(folder, one).rows()).hasSize(1);
    }

    @Test
    void run_otherSettingsOrDamage_areRefusedByName() {
        List<Contender> one = List.of(winning("one", upTo(20), true));
        CONTEST.run(folder, one, Progress.SILENT);
        Contest other = new Contest(PAIRS, Fixtures.bench(), 5, "otherwise");
        assertThatThrownBy(() -> other.run(folder, one, Progress.SILENT))
                .hasMessage("run must have the settings of " + folder.getFileName()
                        + ", got config.settings: by hand → otherwise;"
                        + " choose another folder");
        assertThatThrownBy(() -> other.result(folder, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.getFileName() + " must hold a run of Settings[config={\"comparison\":1,")
                .hasMessageEndingWith("; give the settings it was run with");
        assertThatThrownBy(() -> winning("Best", Set.of(), true))
                .hasMessage("name must be lower-case letters, digits, dots and hyphens, got \"Best\"");
    }
}
