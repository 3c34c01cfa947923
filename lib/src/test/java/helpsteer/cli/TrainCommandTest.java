package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.ChildJvm;
import helpsteer.cli.options.ModelOptions;
import helpsteer.cli.options.RunFolder;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.training.Initialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Training, comparing runs and searching from a terminal, on a decoder of two tiny layers. */
class TrainCommandTest {
    private static final String BASE = "lib/src/test/resources/golden/decoder/reward/base";

    @TempDir
    private Path folder = Path.of("");

    private final Terminal terminal = new Terminal();

    private int run(String... words) {
        return terminal.run(words);
    }

    private List<String> lines() {
        return terminal.lines();
    }

    private String errors() {
        return terminal.errors();
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void train_fewerRowsThanAPair_isRefusedInWords() {
        assertThat(run("train", in("ratings"), "--model", BASE, "--rows", "1")).isNotZero();
        assertThat(errors()).contains("--rows must be at least 2, since rows are taken in pairs, got 1");
    }

    @Test
    void train_ratingsThenComparisonsFromThem_writesModelsThatRunsCompares() throws IOException {
        String[] small = {"--model", BASE, "--rows", "96", "--tokens", "32", "--rank", "1", "--batch", "16"};
        assertThat(run(with("train", in("ratings"), small))).as(errors()).isZero();
        assertThat(lines())
                .anyMatch(line -> line.startsWith("96 of "))
                .last()
                .isEqualTo("wrote " + in("ratings/model"));
        assertThat(lines()).anyMatch(line -> line.matches("helpfulness +[\\d,]+ .* \\[-?[\\d.]+, [\\d.]+\\]"));
        assertThat(folder.resolve("ratings/result.json")).exists();
        assertThat(folder.resolve("ratings/model/README.md"))
                .content()
                .contains("96 rows, SHA-256 ", " (beyond the limit)\n")
                .containsPattern("\\| verbosity \\| \\d+ \\| [\\d.]+ \\| -?[\\d.]+ \\| -?[\\d.]+ \\[");
        assertThat(run(with("train", in("ratings"), small))).isZero();
        assertThat(lines()).last().isEqualTo("found " + in("ratings/model"));

        String[] from = {"--model", BASE, "--from", in("ratings"), "--loss", "bt", "--rows", "40"};
        assertThat(run(with("train", in("pairs"), from))).as(errors()).isZero();
        assertThat(lines()).anyMatch(line -> line.matches("40 pairs out of kept \\d+, dropped \\{.*"));

        Path damaged = Files.createDirectory(folder.resolve("torn"));
        Files.writeString(damaged.resolve("run.jsonl"), "{");
        assertThat(run("runs", folder.toString())).isZero();
        assertThat(lines().get(0)).startsWith("run ").contains("state", "loss", "tokens/s", "accuracy [95 %]");
        assertThat(lines()).anyMatch(line -> line.matches("ratings +finished +regression +\\S+ +96 .*"));
        assertThat(lines()).anyMatch(line -> line.matches("pairs +finished +regular +model-[0-9a-f]{12} +40 .*"));
        assertThat(lines()).anyMatch(line -> line.contains("torn") && line.contains("damaged: cannot read "));

        assertThat(arabic("runs", folder.toString())).isEqualTo(lines());

        assertThat(run("runs", "--diff", in("ratings"), in("pairs"))).isZero();
        assertThat(lines())
                .anyMatch(line -> line.startsWith("config"))
                .anyMatch(line -> line.startsWith("dataSha256: "))
                .noneMatch(line -> line.startsWith("commit: "));
        assertThat(run("runs", "--diff", in("pairs"), in("pairs"))).isZero();
        assertThat(lines()).containsExactly("nothing differs");
    }

    /** What a command writes on a machine whose language has other digits. */
    private static List<String> arabic(String... words) throws IOException {
        Process process = ChildJvm.start(
                List.of("-Duser.language=ar", "-Duser.country=EG", "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8"),
                Main.class,
                words);
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** The card is of the run, not of the session: found or gone on with, it is the same to the byte. */
    @Test
    void train_cutOffAndCalledAgain_writesTheSameCard() throws IOException {
        String[] small = {"--model", BASE, "--rows", "40", "--tokens", "32", "--rank", "1", "--loss", "scaled"};
        assertThat(run(with("train", in("run"), small))).as(errors()).isZero();
        Path card = folder.resolve("run/model/README.md");
        String text = Files.readString(card);
        String sha = ModelFolder.notes(folder.resolve("run/model"))
                .provenance()
                .orElseThrow()
                .settings()
                .dataSha256();
        assertThat(text)
                .startsWith("---\nlicense: unknown\nlanguage:")
                .contains("# run\n", "Base model: base.", ", 40 rows, SHA-256 " + sha)
                .contains("- Settings: loss scaled, each row a pair of responses; a tenth of the prompts held out")
                .contains("FINISHED after ", "Errors by attribute: not measured.", "it learned from 40 rows.")
                .contains("### RewardBench\n\nnot measured.", ", seed 1, data " + sha.substring(0, 12))
                .contains("- training.heldOut.loss: ")
                .containsPattern("ranked right: 0\\.\\d{3} \\[0\\.\\d{3}, 0\\.\\d{3}\\] of \\d+, \\d+ ties")
                .doesNotContain(folder.toString());

        Files.delete(card);
        assertThat(run(with("train", in("run"), small))).isZero();
        assertThat(lines()).last().isEqualTo("found " + in("run/model"));
        assertThat(card).hasContent(text);

        Files.delete(folder.resolve("run/model/reward.json")); // as after a cut between the checkpoint and the end
        Files.delete(card);
        assertThat(run(with("train", in("run"), small))).isZero();
        assertThat(lines()).last().isEqualTo("wrote " + in("run/model"));
        assertThat(Files.readString(folder.resolve("run/run.jsonl"))).contains("\"event\":\"resumed\"");
        assertThat(card).hasContent(text);
    }

    /** Options of a model behind a command. */
    @Command(name = "test")
    private static final class Model {
        @Mixin
        private final ModelOptions options = new ModelOptions();
    }

    private ModelOptions options(String... words) {
        Model model = new Model();
        terminal.configured(new CommandLine(model)).parseArgs(words);
        return model.options;
    }

    @Test
    void origin_eachKindOfStart_namesTheHubsModelOrSaysWhatItIs() throws IOException {
        InputConfig adapted =
                InputConfig.decoder().withOptions(Decoder.Options.defaults().withLora(new Lora(1, 2, 0, Lora.MODULES)));
        Initialization start = Initialization.of(PretrainedDecoder.open(Path.of(BASE)), adapted);
        assertThat(options().origin("a", start))
                .isEqualTo(new ModelCard.Origin("a", "sentence-transformers/all-MiniLM-L6-v2", "apache-2.0"));
        assertThat(options("--from", in("encoder")).origin("c", start))
                .isEqualTo(new ModelCard.Origin("c", start.id() + ", trained by this library before", "unknown"));
        Files.createDirectories(folder.resolve("decoder/model"));
        Files.createFile(folder.resolve("decoder/model/adapter_config.json"));
        assertThat(options("--from", in("decoder")).origin("b", start))
                .isEqualTo(new ModelCard.Origin("b", "HuggingFaceTB/SmolLM2-135M-Instruct", "apache-2.0"));
    }

    private static String[] with(String command, String folder, String... more) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(command, folder), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    @Test
    void search_twoRates_isATableAndTheBestOnTestRows() {
        assertThat(run(
                        "search",
                        in("grid"),
                        "--model",
                        BASE,
                        "--rows",
                        "96",
                        "--tokens",
                        "32",
                        "--rank",
                        "1",
                        "--rate",
                        "1e-4,1e-2"))
                .as(errors())
                .isZero();
        assertThat(lines()).anyMatch(line -> line.matches("2 candidates; \\d+ of 96 are kept for the test"));
        assertThat(lines()).last().asString().startsWith("best of 2 by validation loss: rate=");
        assertThat(run("runs", in("grid"))).isZero();
        assertThat(lines()).hasSize(4);
    }

    @Test
    void train_wordsNotUnderstood_saysWhich() {
        String[][] wrong = {
            {"train"},
            {"train", "a", "--loss", "mse"},
            {"train", "a", "--data", "preferences"},
            {"train", "a", "--length-balanced"},
            {"train", "a", "--rank", "4"},
            {"train", "a", "--dropout", "1.0"},
            {"train", "a", "--model", BASE, "--read-out", "mean_pool"},
            {"train", "a", "--from", "b", "--tokens", "8"},
            {"train", "a", "--model", "--epochs", "3"},
            {"train", "a", "--model", "--epoch", "3"},
            {"train", "a", "--model", " "},
            {"train", "a", "--epoch", "3"},
            {"train", "a", "--epochs", "2", "--epochs=3"},
            {"train", "a", "--bf16=yes"},
            {"train", ""},
            {"train", " "},
            {"train", "pom.xml"},
            {"search", "a", "--rate", "1e-3,x"},
            {"search", "a", "--epochs", "a"},
            {"search", "a", "--epochs", "1.5"},
            {"search", "a", "--rate", "0.1,0.1"},
            {"runs"}
        };
        StringBuilder all = new StringBuilder();
        for (String[] words : wrong) {
            assertThat(run(words)).isEqualTo(2);
            all.append(errors().lines().findFirst().orElseThrow()).append('\n');
        }
        assertThat(all.toString().lines())
                .containsExactly(
                        "FOLDER must be named, got nothing",
                        "--loss must be one of [regression, helpfulness, bt, margin, scaled], got mse",
                        "--data must be ratings for --loss regression, got preferences",
                        "--length-balanced must be given with --loss bt, margin or scaled, got --loss regression",
                        "--rank must be of a decoder, got --model minilm; leave it out or name another model",
                        "--dropout must be a number in [0, 1), got 1.0",
                        "--read-out must be of an encoder, got --model " + BASE
                                + "; leave it out or name another model",
                        "--tokens must be left out with --from, whose model keeps how it reads",
                        "--model must have a value, got --epochs",
                        "--model must have a value, got --epoch",
                        "--model must have a value, got a blank one",
                        "option must be one of those of train, got --epoch; did you mean --epochs?",
                        "--epochs must be given once, got it twice",
                        "--bf16 must have no value, got yes",
                        "FOLDER must have a value, got a blank one",
                        "FOLDER must have a value, got a blank one",
                        "FOLDER must be a folder, got the file pom.xml; name another",
                        "--rate must be a number above 0 and below 1, got x",
                        "--epochs must be a whole number of at least 1, got a",
                        "--epochs must be a whole number of at least 1, got 1.5",
                        "--rate must name each value once, got [0.1, 0.1]",
                        "FOLDER must be named, got nothing");
    }

    @Test
    void check_workingFolder_isRefusedUnlessItIsARunOrEmptyAndNamedByADot() throws IOException {
        RunFolder.check(Path.of("."), folder);
        RunFolder.check(Path.of("new"), folder);
        String refusal = "FOLDER must be a folder of its own, got the working folder " + folder
                + "; name a new one in it, such as runs/first";
        assertThatThrownBy(() -> RunFolder.check(folder, folder)).hasMessage(refusal);
        Files.createFile(folder.resolve("notes.txt"));
        for (String name : List.of(".", "new/..", "./.")) {
            Files.createDirectories(folder.resolve("new"));
            assertThatThrownBy(() -> RunFolder.check(Path.of(name), folder)).hasMessage(refusal);
        }
        Files.createFile(folder.resolve("run.jsonl"));
        RunFolder.check(Path.of("."), folder);
        Files.move(folder.resolve("run.jsonl"), folder.resolve(".lock"));
        RunFolder.check(folder, folder);
    }

    @Test
    void runs_placesWithoutARun_fail() throws IOException {
        for (String nowhere : List.of(in("nowhere"), "pom.xml", folder.toString())) {
            assertThat(run("runs", nowhere)).isEqualTo(1);
            assertThat(terminal.firstError())
                    .isEqualTo("FOLDER must hold a run, or folders of runs, got none in " + nowhere
                            + "; correct the path");
        }
        assertThat(run("runs", "--diff", in("a"), in("b"))).isEqualTo(1);
        assertThat(terminal.firstError())
                .endsWith("provenance.json: file or folder must exist, got none at " + in("a/provenance.json")
                        + "; correct the path");
        assertThat(run("runs", "--diff", in("a"))).isEqualTo(2);
    }
}
