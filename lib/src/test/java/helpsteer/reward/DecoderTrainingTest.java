package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.HelpSteer2;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Sample;
import helpsteer.data.SamplePair;
import helpsteer.nn.Decoder;
import helpsteer.nn.Lora;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.Schedule;
import helpsteer.train.StepRecord;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way of a decoder reward model at tiny size: head, adapters, checkpoint, artefact, result. */
class DecoderTrainingTest {
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");

    @TempDir
    private Path folder = Path.of("");

    private static List<SamplePair> pairs() {
        List<SamplePair> pairs = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Prompt prompt = Prompt.ofUser("Training question " + i + ", if you please?");
            pairs.add(new SamplePair(sample(prompt, i % 5), sample(prompt, (i + 2) % 5)));
        }
        return pairs;
    }

    private static Sample sample(Prompt prompt, int level) {
        return new Sample(prompt, "word ".repeat(1 + 3 * level), new Ratings(level, level, 3, 1, level));
    }

    private static List<Sample> rows() {
        return HelpSteer2.samples(pairs());
    }

    private static DecoderTraining training(double rate) {
        DecoderReading reading = DecoderReading.defaults()
                .withMaxTokens(128)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(2, 4, 0.1, Lora.MODULES)));
        return new DecoderTraining(
                DecoderBackbone.open(BASE), reading, new FineTuning(4, 4, rate, Schedule.Shape.COSINE, new Seed(3)));
    }

    /** Stops itself, as a notebook's stop button would, after so many steps. */
    private static Watcher stoppingAfter(int steps) {
        return new Watcher() {
            @Override
            public void step(StepRecord record) {
                if (record.step() + 1 == steps) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** After step 9 no look at the validation rows is due; after step 10 one is, and it is the look that is cut off. */
    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void run_cutOffAndStartedAgain_endsAsIfItHadNot(int steps) {
        DecoderTraining training = training(1e-3);
        Path whole = folder.resolve("whole");
        Path cut = folder.resolve("cut");
        try (RewardModel model =
                training.run(rows(), whole, Watcher.NONE, Progress.SILENT).model()) {
            assertThat(model.trained()).hasSize(2 * 2 * 7 + 1);
        }
        DecoderTraining.Trained first = training.run(rows(), cut, stoppingAfter(steps), Progress.SILENT);
        first.model().close();
        assertThat(first.training().ending()).isEqualTo(TrainingResult.Ending.INTERRUPTED);
        assertThat(first.training().steps()).hasSize(steps);
        assertThat(first.artefact()).doesNotExist();
        DecoderTraining.Trained second = training.run(rows(), cut, Watcher.NONE, Progress.SILENT);
        second.model().close();
        assertThat(second.training().ending()).isEqualTo(TrainingResult.Ending.FINISHED);
        for (String name : List.of("adapter_model.safetensors", "reward.json")) {
            assertThat(cut.resolve("model").resolve(name))
                    .hasSameBinaryContentAs(whole.resolve("model").resolve(name));
        }
    }

    @Test
    void save_result_isReadAgainEqual() {
        DecoderTraining.Trained trained = training(1e-3).run(rows(), folder, Watcher.NONE, Progress.SILENT);
        try (RewardModel model = trained.model()) {
            DecoderResult result = DecoderResult.of(trained, pairs(), Progress.SILENT);
            Path file = folder.resolve("result.json");
            result.save(file);
            assertThat(DecoderResult.load(file)).isEqualTo(result);
            assertThat(result.rows()).isEqualTo(32);
            assertThat(result.pairs().total()).isEqualTo(16);
            assertThat(result.toString()).contains("fp32", "seed 3", "helpfulness", "0.0 % padding");
            assertThat(model.trained()).contains("score.weight");
            assertThat(Files.exists(folder.resolve("run.jsonl"))).isTrue();
        }
    }

    @Test
    void run_folderOfAnotherRun_isRefused() {
        training(1e-3)
                .run(rows(), folder, Watcher.NONE, Progress.SILENT)
                .model()
                .close();
        assertThatThrownBy(() -> training(2e-3).run(rows(), folder, Watcher.NONE, Progress.SILENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("run must have the settings of " + folder.getFileName() + ", got config: ")
                .hasMessageEndingWith("; choose another folder");
    }

    @Test
    void decoderTraining_noAdapters_isRefused() {
        DecoderTraining with = training(1e-3);
        assertThatThrownBy(() -> new DecoderTraining(with.backbone(), DecoderReading.defaults(), with.tuning()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reading must ask for adapters, got none; use Decoder.Options.withLora");
    }
}
