package helpsteer.reward.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.report.table.RunTables;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.training.Evaluation;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.run.FolderLock;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.optim.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HyperparameterSearchTest {
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    private static final List<RatedPair> TEST = pairs(8, "Test");

    private static List<RatedPair> pairs(int count, String word) {
        List<RatedPair> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.ofUser(word + " question " + i + "?");
            out.add(new RatedPair(sample(prompt, i % 5), sample(prompt, (i + 2) % 5)));
        }
        return out;
    }

    private static RatedResponse sample(Prompt prompt, int level) {
        return new RatedResponse(prompt, "word ".repeat(1 + 3 * level), new Ratings(level, level, 3, 1, level));
    }

    private static HyperparameterSearch search(Criterion by, List<Configuration> candidates) {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(64)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(2, 4, 0, Lora.MODULES)));
        Initialization start = Initialization.of(PretrainedDecoder.open(BASE), input);
        Split<RatedResponse> rows =
                Split.byPrompt(HelpSteer2.samples(pairs(12, "Training")), RatedResponse::prompt, 0.3, new Seed(0));
        return new HyperparameterSearch(
                candidates,
                c -> new Run<>(
                        new RegressionTraining(start, rows),
                        new TrainingArgs(c.count("epochs"), 8, c.value("rate"), Schedule.Shape.CONSTANT, new Seed(1))),
                by,
                model -> Evaluation.pairwise(
                        TEST,
                        model.score(HelpSteer2.samples(TEST).stream()
                                .map(PromptResponse::of)
                                .toList()),
                        Attribute.HELPFULNESS,
                        AttributeWeights.HELPFULNESS_ONLY));
    }

    private static List<Configuration> grid() {
        Map<String, List<Double>> lists = new LinkedHashMap<>();
        lists.put("rate", List.of(1e-3, 1e-2));
        lists.put("epochs", List.of(1.0, 2.0));
        return SearchSpace.grid(lists);
    }

    @Test
    void run_cutOffInTheThirdRun_goesOnThereAndFindsTheSame(@TempDir Path folder) throws Exception {
        int[] steps = {0};
        TrainingListener counting = new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                steps[0]++;
            }
        };
        TrainingListener stopping = new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                if (++steps[0] == 5) { // epochs have two steps: two runs of 2 and 4 steps go before
                    Thread.currentThread().interrupt();
                }
            }
        };
        HyperparameterSearch search = search(Criterion.LOSS, grid());
        HyperparameterSearch.Found whole = TrainingListener.during(counting, () -> search.run(folder.resolve("whole")));
        int all = steps[0];
        steps[0] = 0;
        Path cut = folder.resolve("cut");
        assertThatThrownBy(() -> TrainingListener.during(stopping, () -> search.run(cut)))
                .isInstanceOf(CancellationException.class)
                .hasMessage("search was interrupted at candidate rate=0.001,epochs=2, of 4; the same call goes on");
        HyperparameterSearch.Found found = TrainingListener.during(counting, () -> search.run(cut));
        assertThat(steps[0]).isEqualTo(all);
        assertThat(found.test()).isEqualTo(whole.test());
        assertThat(found.trials())
                .extracting(t -> t.candidate().toString() + t.training().bestLoss())
                .isEqualTo(whole.trials().stream()
                        .map(t -> t.candidate().toString() + t.training().bestLoss())
                        .toList());
        assertThat(found.trials())
                .extracting(t -> t.training().bestLoss())
                .isSorted()
                .hasSize(4);
        assertThat(Files.isDirectory(cut.resolve("rate=0.01,epochs=2"))).isTrue();
        assertThat(RunTables.search("", found).rowCount()).isEqualTo(4);
        assertThat(RunTables.best(found))
                .startsWith("best of 4 by validation loss: " + found.best().candidate()
                        + " (its numbers above are too good, as the best of 4); accuracy on test rows that chose"
                        + " nothing: ")
                .endsWith(" of 8 pairs");
        steps[0] = 0;
        assertThat(TrainingListener.during(counting, () -> search.run(cut)).test())
                .isEqualTo(found.test());
        assertThat(steps[0]).isZero();
        HyperparameterSearch.Found byAccuracy = TrainingListener.during(
                counting, () -> search(Criterion.ACCURACY, grid()).run(cut));
        assertThat(byAccuracy.trials())
                .extracting(t -> -t.training().best().metrics().getOrDefault("accuracy", -1.0))
                .isSorted();
        try (FolderLock lock = FolderLock.of(cut)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> TrainingListener.during(counting, () -> search.run(cut)))
                    .hasMessageStartingWith("folder must belong to one run at a time, got cut, which process ");
        }
    }

    @Test
    void grid_twoLists_isEveryCombinationInOrder() {
        assertThat(grid())
                .extracting(Configuration::toString)
                .containsExactly(
                        "rate=0.001,epochs=1", "rate=0.001,epochs=2", "rate=0.01,epochs=1", "rate=0.01,epochs=2");
        assertThatThrownBy(() -> SearchSpace.grid(Map.of("rate", List.of(1.0, 1.0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate must hold different values, at least one, got [1.0, 1.0]; name each once");
    }

    /** Evenly on a logarithmic scale: half of the draws lie below the geometric mean. */
    @Test
    void random_seed_repeatsIsExtendedAndIsLogUniform() {
        Map<String, SearchSpace.Range> ranges = Map.of("rate", SearchSpace.Range.of(1e-6, 1e-2));
        List<Configuration> many = SearchSpace.random(ranges, 400, new Seed(1));
        assertThat(SearchSpace.random(ranges, 5, new Seed(1))).isEqualTo(many.subList(0, 5));
        assertThat(SearchSpace.random(ranges, 5, new Seed(2))).isNotEqualTo(many.subList(0, 5));
        assertThat(many).allMatch(c -> c.value("rate") >= 1e-6 && c.value("rate") <= 1e-2);
        assertThat(many.stream().filter(c -> c.value("rate") < 1e-4).count()).isBetween(160L, 240L);
        Map<String, SearchSpace.Range> epochs = Map.of("epochs", new SearchSpace.Range(1, 3, true));
        assertThat(SearchSpace.random(epochs, 50, new Seed(1)))
                .hasSize(3)
                .extracting(c -> c.count("epochs"))
                .containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void badSettings_areRefused() {
        assertThatThrownBy(() -> SearchSpace.Range.of(0.1, 0.1))
                .hasMessage("range must be above 0 and finite with low below high, got 0.1 to 0.1; for one value take a"
                        + " list");
        assertThatThrownBy(() -> SearchSpace.random(Map.of(), 0, new Seed(1)))
                .hasMessage("count must be at least 1, got 0");
        assertThatThrownBy(() -> search(Criterion.LOSS, List.of()))
                .hasMessage("candidates must be different and at least one, got []; name each value once");
        Configuration candidate = grid().get(0);
        assertThatThrownBy(() -> candidate.value("batch")).hasMessage("name must be one of [rate, epochs], got batch");
        assertThatThrownBy(() -> candidate.count("rate")).hasMessage("rate must be a whole number, got 0.001");
    }
}
