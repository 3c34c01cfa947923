package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Prompt;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
    private static final List<String> WORDS = List.of("red", "blue", "one", "two", "sea", "sky", "cat", "dog");

    /** How many units of the logarithm of the odds one of the model's reward is worth to the raters of these pairs. */
    private static final double WORTH = 4;

    private final Terminal terminal = new Terminal();
    private final Path model;
    private final Path pairs;

    CalibrateCommandTest(@TempDir Path folder) {
        model = folder.resolve("model");
        pairs = folder.resolve("pairs.jsonl");
        ScoringModels.save(model);
    }

    private int calibrate() {
        return terminal.run("calibrate", model.toString(), pairs.toString());
    }

    private static String words(SplittableRandom random) {
        return String.join(
                " ",
                IntStream.range(0, random.nextInt(1, 9))
                        .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                        .toList());
    }

    /** Pairs whose raters go by the model's own reward. */
    private void write(int count) throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        List<PromptResponse> texts = new ArrayList<>();
        for (int i = 0; i < 2 * count; i++) {
            texts.add(new PromptResponse(Prompt.ofUser("question " + i / 2), words(random) + " " + i % 2));
        }
        List<String> lines = new ArrayList<>();
        try (ModelFolder.Opened opened = ModelFolder.open(model)) {
            double[] rewards = opened.model().score(texts).stream()
                    .mapToDouble(AttributeWeights.LLAMA3_70B::reward)
                    .toArray();
            for (int i = 0; i < 2 * count; i += 2) {
                boolean first = random.nextDouble() < LogisticFit.sigmoid(WORTH * (rewards[i] - rewards[i + 1]));
                lines.add("{\"prompt\": \"question " + i / 2 + "\", \"chosen\": \""
                        + texts.get(first ? i : i + 1).response() + "\", \"rejected\": \""
                        + texts.get(first ? i + 1 : i).response() + "\"}");
            }
        }
        Files.write(pairs, lines);
    }

    @Test
    void calibrate_modelSavedWithout_learnsWhatItsScoresMean() throws IOException {
        write(400);
        assertThat(calibrate()).as(terminal.errors()).isZero();
        assertThat(terminal.lines().get(0))
                .isEqualTo(
                        "pairs: kept 400, dropped {}; half of the prompts are for the temperature, half for the spread"
                                + " of heads");
        assertThat(terminal.lines().get(1)).startsWith("calibration: temperature ");
        assertThat(terminal.lines()).last().isEqualTo("wrote it into " + model);
        ScoreCalibration made = ModelFolder.notes(model).calibration().orElseThrow();
        assertThat(made.slope().count()).isBetween(160, 240);
        assertThat(Math.abs(made.slope().value() - WORTH))
                .isLessThan(3 * made.slope().standardError());
        assertThat(made.ensemble().prompts()).isEqualTo(400 - made.slope().groups());
        assertThat(made.ensemble().learned()).isNull(); // the model has learned none of these pairs
        assertThat(model.resolve("README.md")).doesNotExist();
        ModelFolder.open(model).close();
    }

    @Test
    void calibrate_modelWithACard_tellsItThere() throws IOException {
        write(400);
        ModelCard.of(model, new ModelCard.Origin("Tiny", "tiny", "unknown")).write(model);
        Path card = model.resolve("README.md");
        String before = Files.readString(card);
        assertThat(before).contains("Calibration: absent");
        assertThat(calibrate()).as(terminal.errors()).isZero();
        assertThat(terminal.lines()).last().isEqualTo("wrote it into " + model + " and its card");
        ScoreCalibration made = ModelFolder.notes(model).calibration().orElseThrow();
        int pairs = made.slope().count();
        assertThat(Files.readString(card))
                .contains(", from " + pairs + " pairs of " + pairs + " prompts held out")
                .contains("- Expected calibration error: " + made.quality().ece() + ", ")
                .contains("; checked on all " + pairs + " pairs, ")
                .contains("(" + (400 - pairs) + " that the model has not learned; ")
                .startsWith(before.substring(0, before.indexOf("## What a score means")))
                .endsWith(before.substring(before.indexOf("## Limits")))
                .doesNotContain("absent");
    }

    @Test
    void calibrate_tooFewPairs_failsAndLeavesTheModelAsItWas() throws IOException {
        write(50);
        byte[] before = Files.readAllBytes(model.resolve("reward.json"));
        assertThat(calibrate()).isEqualTo(1);
        assertThat(terminal.lines()).last().asString().matches("calibration: absent: pairs held out must be .*");
        assertThat(model.resolve("reward.json")).hasBinaryContent(before);
        assertThat(ModelFolder.notes(model).calibration()).isEqualTo(CalibrationOutcome.NEVER);
    }

    @Test
    void calibrate_badInput_isRefusedInWords() throws IOException {
        Files.writeString(pairs, "{\"prompt\": \"a\", \"chosen\": \"b\"}\n");
        assertThat(calibrate()).isEqualTo(1);
        assertThat(terminal.firstError()).startsWith("pairs.jsonl:1: ");
        Path none = model.resolveSibling("none");
        assertThat(terminal.run("calibrate", none.toString(), pairs.toString())).isEqualTo(2);
        assertThat(terminal.firstError())
                .isEqualTo("MODEL must be a folder that this library saved, got " + none + "; name that of a training");
        assertThat(terminal.run("calibrate", model.toString())).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("PAIRS.jsonl must be named, got nothing");
    }
}
