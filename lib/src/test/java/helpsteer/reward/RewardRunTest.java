package helpsteer.reward;

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
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.training.BradleyTerryTraining;
import helpsteer.reward.training.ComparisonFit;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.Comparisons;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.reward.training.RewardJob;
import helpsteer.reward.training.RunSummary;
import helpsteer.reward.training.TrainingReport;
import helpsteer.run.FolderLock;
import helpsteer.run.Provenance;
import helpsteer.run.RunLog;
import helpsteer.run.Seed;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of a reward model at tiny size: start, head, checkpoints, artefact, report. */
class RewardRunTest {
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    private static final PretrainedEncoder ENCODER = TinyModels.backbone(2);

    @TempDir
    private Path folder = Path.of("");

    private static List<RatedPair> pairs() {
        List<RatedPair> pairs = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Prompt prompt = Prompt.ofUser("Training question " + i + ", if you please?");
            pairs.add(new RatedPair(sample(prompt, i % 5), sample(prompt, (i + 2) % 5)));
        }
        return pairs;
    }

    private static RatedResponse sample(Prompt prompt, int level) {
        return new RatedResponse(prompt, "word ".repeat(1 + 3 * level), new Ratings(level, level, 3, 1, level));
    }

    private static Split<RatedResponse> rows() {
        return Split.byPrompt(HelpSteer2.samples(pairs()), RatedResponse::prompt, 0.2, new Seed(0));
    }

    private static Split<Comparison> compared() {
        List<Comparison> all =
                Comparisons.ofRatings(pairs(), Attribute.HELPFULNESS).items();
        return Split.byPrompt(all, Comparison::prompt, 0.2, new Seed(0));
    }

    private static TrainingArgs tuning(double rate) {
        return new TrainingArgs(4, 4, rate, Schedule.Shape.COSINE, new Seed(3));
    }

    private static RewardJob job(Initialization start, String kind) {
        return kind.equals("ratings")
                ? new RegressionTraining(start, rows())
                : new BradleyTerryTraining(start, compared());
    }

    private static Initialization start(String body) {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(128)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(2, 4, 0.1, Lora.MODULES)));
        return body.equals("encoder")
                ? Initialization.of(ENCODER, TinyModels.input(0.1))
                : Initialization.of(PretrainedDecoder.open(BASE), input);
    }

    private static Run<RewardModel> training(String body, String kind, double rate) {
        return new Run<>(job(start(body), kind), tuning(rate));
    }

    /** Stops itself, as a notebook's stop button would, after so many steps. */
    private static TrainingListener stoppingAfter(int steps) {
        return new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                if (record.step() + 1 == steps) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private static Result<RewardModel> run(Run<RewardModel> training, Path folder) {
        Result<RewardModel> trained = training.in(folder);
        trained.close();
        return trained;
    }

    /** A look is due after some of these steps, and it is the look that is cut off; not after others. */
    @ParameterizedTest
    @CsvSource({"encoder, ratings, 10", "encoder, comparisons, 7", "decoder, ratings, 10", "decoder, comparisons, 8"})
    void run_cutOffAndStartedAgain_endsAsIfItHadNot(String body, String kind, int steps) throws IOException {
        Run<RewardModel> training = training(body, kind, 1e-3);
        Path whole = folder.resolve("whole");
        Path cut = folder.resolve("cut");
        Result<RewardModel> uncut = run(training, whole);
        Result<RewardModel> first = TrainingListener.during(stoppingAfter(steps), () -> run(training, cut));
        assertThat(first.interrupted()).isTrue();
        assertThat(first.training().steps()).hasSize(steps);
        assertThat(first.artefact()).doesNotExist();
        Result<RewardModel> second = run(training, cut);
        assertThat(second.training().ending()).isEqualTo(TrainingResult.Ending.FINISHED);
        assertThat(second.training().validations()).isEqualTo(uncut.training().validations());
        assertThat(second.training().best().metrics()).containsKey("accuracy");
        String weights = body.equals("encoder") ? "model.safetensors" : "adapter_model.safetensors";
        for (String name : List.of(weights, "reward.json")) {
            assertThat(cut.resolve("model").resolve(name))
                    .hasSameBinaryContentAs(whole.resolve("model").resolve(name));
        }
        Result<RewardModel> found = TrainingListener.during(stoppingAfter(1), () -> run(training, cut));
        assertThat(found.fresh()).isFalse();
        assertThat(found.training()).isEqualTo(second.training());
        assertThat(found.provenance()).isEqualTo(second.provenance());
    }

    @ParameterizedTest
    @CsvSource({"encoder, ratings", "decoder, ratings", "encoder, comparisons", "decoder, comparisons"})
    void run_finished_artefactTellsWhatMadeIt(String body, String kind) {
        AttributeWeights goodness = AttributeWeights.ALIGNMENT;
        RewardJob job = kind.equals("ratings")
                ? job(start(body), kind)
                : new BradleyTerryTraining(start(body), compared(), ComparisonLoss.of(BradleyTerry.SCALED), goodness);
        Run<RewardModel> training = new Run<>(job, tuning(1e-3));
        Result<RewardModel> trained = run(training, folder);
        ArtefactNotes notes = ModelFolder.notes(trained.artefact());
        assertThat(notes.weights()).isEqualTo(kind.equals("ratings") ? AttributeWeights.HELPFULNESS_ONLY : goodness);
        assertThat(notes.provenance()).contains(trained.provenance());
        assertThat(notes.provenance().orElseThrow().settings())
                .isEqualTo(new Provenance.Settings(training.settings().config(), 3, job.dataSha256(), "fp32"));
        TrainingResult.Validation best = trained.training().best();
        assertThat(notes.metrics())
                .hasSize(1 + best.metrics().size())
                .containsEntry("training.heldOut.loss", best.loss())
                .containsEntry("training.heldOut.accuracy", best.metrics().get("accuracy"));
        try (RewardModel model = training.job().open(trained.artefact())) {
            assertThat(model.fingerprint()).isNotEmpty();
        }
    }

    /** Validation rows that were all rated alike leave nothing to rank; the report says so and is kept. */
    @Test
    void report_equalValidationRatings_saysNotMeasured() {
        Run<RewardModel> training = training("encoder", "ratings", 1e-3);
        List<RatedPair> equal = pairs().stream()
                .map(p -> new RatedPair(
                        p.first(),
                        sample(p.first().prompt(), p.first().ratings().helpfulness())))
                .toList();
        TrainingReport report;
        try (Result<RewardModel> trained = training.in(folder)) {
            report = TrainingReport.of(trained, (RewardJob) training.job(), equal);
        }
        assertThat(report.pairs()).isNull();
        assertThat(report.toString()).endsWith("pairs of unequal helpfulness: not measured");
        Path file = folder.resolve("equal.json");
        report.save(file);
        assertThat(TrainingReport.load(file)).isEqualTo(report);
    }

    /** The machine, or the library, may be another when a run goes on; its artefact belongs to the run as it was begun. */
    @Test
    void run_goesOnElsewhere_artefactTellsOfTheFirstSession() throws IOException {
        Run<RewardModel> training = training("encoder", "ratings", 1e-3);
        TrainingListener.during(stoppingAfter(5), () -> run(training, folder));
        Path file = folder.resolve("provenance.json");
        String elsewhere = Files.readString(file).replaceFirst("\"java\" : \"[^\"]+\"", "\"java\" : \"0.9\"");
        Files.writeString(file, elsewhere);
        Result<RewardModel> trained = run(training, folder);
        assertThat(trained.fresh()).isTrue();
        assertThat(trained.provenance().surroundings().java()).isEqualTo("0.9");
        assertThat(ModelFolder.notes(trained.artefact()).provenance()).contains(trained.provenance());
    }

    /** From scratch a comparison begins with a head of zeros, from a regression's model with that one's. */
    @ParameterizedTest
    @CsvSource({"encoder", "decoder"})
    void run_comparisonFromARegression_beginsWithItsModel(String body) {
        Path before = folder.resolve("ratings");
        Result<RewardModel> ratings = run(training(body, "ratings", 1e-2), before);
        Initialization from = body.equals("encoder")
                ? Initialization.from(ratings.artefact())
                : Initialization.from(ratings.artefact(), PretrainedDecoder.open(BASE));
        BradleyTerryTraining job = new BradleyTerryTraining(from, compared());
        Run<RewardModel> second = new Run<>(job, tuning(1e-3));
        Result<RewardModel> trained = run(second, folder.resolve("from"));
        Result<RewardModel> scratch = run(training(body, "comparisons", 1e-3), folder.resolve("scratch"));
        try (RewardModel model = from.load(ratings.artefact())) {
            ComparisonFit fit = job.fit(model);
            assertThat(trained.training().validations().get(0).loss()).isEqualTo(fit.loss());
        }
        assertThat(scratch.training().validations().get(0).metrics()).containsEntry("accuracy", 0.0);
        assertThat(second.settings().config().at("/job/start/model").asText()).startsWith("model-");
        assertThat(run(second, folder.resolve("from")).fresh()).isFalse();
        assertThat(RunLog.read(folder.resolve("from/run.jsonl")).get(1).toString())
                .isEqualTo("{\"event\":\"task\",\"loss\":\"scaled\",\"start\":\"" + from.id() + "\",\"rows\":16}");
    }

    /** What a run reads is told once, by its log, and again where the run is found. */
    @Test
    void truncation_trainedAndFound_isTheSame() {
        Run<RewardModel> training = training("encoder", "comparisons", 1e-3);
        String fresh = run(training, folder).truncation();
        assertThat(fresh).contains(" texts").endsWith("training pairs as the model reads them: kept 12, dropped {}");
        assertThat(run(training, folder).truncation()).isEqualTo(fresh);
    }

    @ParameterizedTest
    @CsvSource({"encoder, ratings, 5", "decoder, ratings, 5", "encoder, comparisons, 0"})
    void report_saved_isReadAgainEqual(String body, String kind, int attributes) {
        Run<RewardModel> training = training(body, kind, 1e-3);
        try (Result<RewardModel> trained = training.in(folder)) {
            RewardJob job = (RewardJob) training.job();
            TrainingReport report = TrainingReport.of(trained, job, pairs());
            Path file = folder.resolve("result.json");
            report.save(file);
            assertThat(TrainingReport.load(file)).isEqualTo(report);
            assertThat(report.rows()).isEqualTo(kind.equals("ratings") ? 32 : 16);
            assertThat(Objects.requireNonNull(report.pairs()).total()).isEqualTo(16);
            assertThat(report.fit()).hasSize(attributes);
            assertThat(report.toString()).contains("fp32", "seed 3", "pairs of unequal helpfulness: ");
            assertThat(trained.model().trained()).contains("score.weight");
            RunSummary summary = RunSummary.of(folder);
            assertThat(summary.state()).isEqualTo(RunSummary.State.FINISHED);
            assertThat(summary.accuracy()).contains(report.pairs());
            assertThat(summary.log().steps())
                    .isEqualTo(trained.training().steps().size());
            assertThat(summary.log().looks()).isEqualTo(trained.training().validations());
        }
    }

    /** A file of a run of the first decoder, before looks had metrics. */
    @Test
    void report_writtenBeforeThereWereMetrics_isRead() {
        TrainingReport report = TrainingReport.load(Path.of("notebooks/stored/07-decoder.json"));
        assertThat(report.rows()).isEqualTo(160);
        assertThat(report.training().best().metrics()).isEmpty();
        assertThat(report.fit()).hasSize(5);
    }

    @Test
    void run_folderOfAnotherRun_isRefused() {
        run(training("encoder", "ratings", 1e-3), folder);
        assertThatThrownBy(() -> run(training("encoder", "ratings", 2e-3), folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of " + folder.getFileName()
                        + ", got config.args.rate.peak: 0.001 → 0.002; choose another folder");
    }

    @Test
    void run_folderInUse_isRefusedAndSeenAsRunning() {
        Run<RewardModel> training = training("encoder", "ratings", 1e-3);
        TrainingListener.during(stoppingAfter(2), () -> run(training, folder));
        assertThat(RunSummary.of(folder).state()).isEqualTo(RunSummary.State.INTERRUPTED);
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThat(lock).isNotNull();
            assertThat(RunSummary.of(folder).state()).isEqualTo(RunSummary.State.RUNNING);
            assertThatThrownBy(() -> run(training, folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("folder must belong to one run at a time, got " + folder.getFileName()
                            + ", which process " + ProcessHandle.current().pid()
                            + " uses; wait for it or choose another folder");
        }
        assertThat(run(training, folder).fresh()).isTrue();
    }

    @Test
    void run_checkpointCutShort_isRefusedAndBeginsAgainWithoutIt() throws IOException {
        Run<RewardModel> training = training("encoder", "ratings", 1e-3);
        TrainingListener.during(stoppingAfter(5), () -> run(training, folder));
        Path file = folder.resolve("checkpoints/step-00000005/parameters.safetensors");
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length / 2));
        assertThatThrownBy(() -> run(training, folder))
                .hasMessage("step-00000005/parameters.safetensors must be the " + all.length
                        + " bytes that were written, got " + all.length / 2
                        + " bytes with another hash; remove the folder to begin again");
        Files.write(file, all);
        assertThat(run(training, folder).interrupted()).isFalse();
    }

    @Test
    void start_decoderWithoutAdapters_isRefused() {
        PretrainedDecoder base = PretrainedDecoder.open(BASE);
        assertThatThrownBy(() -> Initialization.of(base, InputConfig.decoder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input must ask for adapters, got none; use Decoder.Options.withLora");
    }
}
