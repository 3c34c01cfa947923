package helpsteer.report.card;

import helpsteer.bench.overlap.OverlapResult;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.reward.folder.ArtefactDescription;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.FitQuality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The README.md of a saved reward model, which the hub reads too. It says what is known; what was not measured is named so.
 *
 * @param artefact what the folder says of itself
 * @param origin what the model was made of
 * @param training what it learned from, where that is known
 * @param measured what it is worth
 */
public record ModelCard(ArtefactDescription artefact, Origin origin, Optional<Training> training, Measured measured) {
    private static final String FILE = "README.md";
    private static final String NOT_MEASURED = "not measured";

    /** What the hub looks up; it refuses a card that names another thing so. */
    private static final String HUB_NAME = "[\\w.-]+/[\\w.-]+";

    /**
     * What a model was made of.
     *
     * @param name what the card calls the model
     * @param base the pretrained model, by its name on the hub; in other words where it is not there
     * @param licence of the trained model, by the hub's identifier, such as {@code "apache-2.0"}; or {@code "unknown"}
     */
    public record Origin(String name, String base, String licence) {
        public Origin {
            for (String text : new String[] {name, base, licence}) {
                if (text.isBlank() || text.contains("\n")) {
                    throw new IllegalArgumentException(
                            "name, base and licence must be one line each, got \"" + text.replace("\n", "\\n") + "\"");
                }
            }
        }
    }

    /**
     * What a model learned from.
     *
     * @param data the data set, by its name on the hub; in other words where it is not there
     * @param sha256 of the rows used
     * @param rows number of them
     * @param dropped rows that were not used, by reason
     * @param settings of the training, in words
     */
    public record Training(String data, String sha256, int rows, Map<String, Integer> dropped, String settings) {
        public Training {
            if (rows < 1) {
                throw new IllegalArgumentException("rows must be at least 1, got " + rows);
            }
            dropped = Map.copyOf(dropped);
        }
    }

    /**
     * What a model is worth; each part may be missing.
     *
     * @param validation errors on rows that it has not seen, by attribute; empty where not measured
     * @param pairs how often it ranks such rows as their helpfulness does
     * @param bench RewardBench 1
     * @param overlap how much of RewardBench's prompts stands in the training set
     */
    public record Measured(
            Map<Attribute, FitQuality> validation,
            Optional<Accuracy> pairs,
            Optional<RewardBenchResult> bench,
            Optional<OverlapResult> overlap) {
        /** Nothing was measured. */
        public static final Measured NOTHING =
                new Measured(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A card of a saved model of which nothing else is known yet. */
    public static ModelCard of(Path folder, Origin origin) {
        return new ModelCard(ArtefactDescription.of(folder), origin, Optional.empty(), Measured.NOTHING);
    }

    /** The same with what the model learned from. */
    public ModelCard withTraining(Training known) {
        return new ModelCard(artefact, origin, Optional.of(known), measured);
    }

    /** The same with what the model is worth. */
    public ModelCard withMeasured(Measured known) {
        return new ModelCard(artefact, origin, training, known);
    }

    /** Writes README.md into the model's folder. */
    public void write(Path folder) {
        try {
            AtomicFile.write(folder.resolve(FILE), t -> Files.writeString(t, markdown()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + FILE + ": " + e.getMessage(), e);
        }
    }

    /**
     * Tells in the card of a model, where its folder has one, what its scores mean by now; the rest stays as it is.
     *
     * @return whether there is a card
     */
    public static boolean refreshMeaning(Path folder) {
        Path card = folder.resolve(FILE);
        if (!Files.exists(card)) {
            return false;
        }
        try {
            String text = Meaning.into(
                    Files.readString(card), ModelFolder.notes(folder).calibration());
            AtomicFile.write(card, t -> Files.writeString(t, text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the model's card " + FILE + ": " + e.getMessage(), e);
        }
        return true;
    }

    /** The whole card. */
    public String markdown() {
        return frontMatter()
                + what()
                + trainingText()
                + worth()
                + Meaning.text(artefact.notes().calibration())
                + limits()
                + Loading.text(artefact, origin.base())
                + provenance();
    }

    private boolean encoder() {
        return artefact.kind() == ModelFolder.Kind.ENCODER;
    }

    private String frontMatter() {
        String data = training.filter(t -> t.data().matches(HUB_NAME))
                .map(t -> "datasets:\n- " + t.data() + "\n")
                .orElse("");
        String base = origin.base().matches(HUB_NAME) ? "base_model: " + origin.base() + "\n" : "";
        String library = artefact.kind() == ModelFolder.Kind.ADAPTERS ? "peft" : "transformers";
        return "---\nlicense: " + origin.licence() + "\n" + base + "language:\n- en\n" + data
                + "library_name: " + library + "\npipeline_tag: text-classification\n"
                + "tags:\n- reward-model\n- helpsteer2\n- regression\n---\n\n";
    }

    private String what() {
        StringBuilder weights = new StringBuilder();
        for (Attribute a : Attribute.values()) {
            weights.append(weights.isEmpty() ? "" : ", ")
                    .append(a.key())
                    .append(' ')
                    .append(artefact.notes().weights().of(a));
        }
        String reads = encoder()
                ? "It reads `"
                        + ("[CLS] prompt [SEP] response [SEP] "
                                        + artefact.python().label())
                                .strip() + "` (read-out: " + artefact.input() + ")."
                : "It reads the conversation in a chat template (" + artefact.input() + ") at its last token.";
        return "# " + origin.name() + "\n\nA reward model: five numbers for a response to a prompt, on the scale of"
                + " HelpSteer2's ratings (0 to 4, neither rounded nor clamped): helpfulness, correctness, coherence,"
                + " complexity, verbosity. Base model: " + origin.base() + ". " + reads
                + "\n\nGoodness, the one number that ranks responses, is a weighted sum: " + weights + ".\n\n";
    }

    private String trainingText() {
        StringBuilder out = new StringBuilder("## Training\n\n");
        if (training.isEmpty()) {
            return out.append("Data and settings: not recorded.\n\n").toString();
        }
        Training t = training.get();
        out.append("- Data: ")
                .append(t.data())
                .append(", ")
                .append(Numbers.fixed(t.rows(), 0))
                .append(" rows, SHA-256 ")
                .append(t.sha256())
                .append('\n');
        out.append("- Left out: ")
                .append(t.dropped().isEmpty() ? "nothing" : "")
                .append(list(t.dropped()))
                .append('\n');
        return out.append("- Settings: ").append(t.settings()).append("\n\n").toString();
    }

    private static String list(Map<String, Integer> counts) {
        StringBuilder out = new StringBuilder();
        new TreeMap<>(counts).forEach((reason, count) -> out.append(out.isEmpty() ? "" : ", ")
                .append(count)
                .append(" (")
                .append(reason)
                .append(')'));
        return out.toString();
    }

    private String worth() {
        return "## What it is worth\n\nIntervals are of 95 %.\n\n### Validation\n\n" + validation()
                + "Pairs of unequal helpfulness ranked right: "
                + measured.pairs().map(ModelCard::share).orElse(NOT_MEASURED) + ".\n\n### RewardBench\n\n" + bench()
                + "### Overlap of training data and RewardBench\n\n" + overlap();
    }

    private String validation() {
        if (measured.validation().isEmpty()) {
            return "Errors by attribute: " + NOT_MEASURED + ".\n\n";
        }
        StringBuilder out = new StringBuilder("| attribute | rows | MSE | R² | Pearson r |\n|---|---|---|---|---|\n");
        for (Attribute a : Attribute.values()) {
            FitQuality fit = measured.validation().get(a);
            out.append("| ").append(a.key()).append(" | ");
            out.append(
                    fit == null
                            ? NOT_MEASURED + " | | | |\n"
                            : fit.count() + " | " + Numbers.fixed(fit.mse(), 3) + " | "
                                    + Numbers.fixed(fit.rSquared(), 3) + " | " + pearson(fit) + " |\n");
        }
        return out.append("\nIntervals of r take rows as independent.\n\n").toString();
    }

    private static String pearson(FitQuality fit) {
        if (Double.isNaN(fit.pearson()) || fit.count() < 4) {
            return Numbers.fixed(fit.pearson(), 3);
        }
        Correlation r = new Correlation(fit.pearson(), fit.count(), Correlation.Kind.PEARSON, 0);
        return r.toEstimate().toString();
    }

    private static String share(Accuracy accuracy) {
        return accuracy.toEstimate() + " of " + accuracy.total() + ", " + accuracy.ties() + " ties counted as wrong";
    }

    private String bench() {
        if (measured.bench().isEmpty()) {
            return NOT_MEASURED + ".\n\n";
        }
        RewardBenchResult bench = measured.bench().get();
        StringBuilder out = new StringBuilder("| section | share of wins |\n|---|---|\n");
        int sections = 0;
        for (Section section : Section.values()) {
            boolean has = bench.subsets().keySet().stream().anyMatch(s -> s.section() == section);
            sections += has ? 1 : 0;
            String value = has ? bench.section(section, XstestWeights.CURRENT).toString() : NOT_MEASURED;
            out.append("| ").append(section.title()).append(" | ").append(value).append(" |\n");
        }
        boolean all = sections == Section.values().length;
        String overall = all ? bench.overall(XstestWeights.CURRENT).toString() : NOT_MEASURED;
        return out.append("| all, the mean of the sections | ")
                .append(overall)
                .append(" |\n\n")
                .append(bench.scores().pairs().size())
                .append(" pairs; a tie counts as wrong; XSTest's subsets by their true counts.\n\n")
                .toString();
    }

    private String overlap() {
        if (measured.overlap().isEmpty() || measured.overlap().get().total().items() == 0) {
            return NOT_MEASURED + ".\n\n";
        }
        OverlapResult.Count total = measured.overlap().get().total();
        return total.any() + " of " + total.items() + " prompts share an n-gram with the training data ("
                + Estimate.of(total.anyShare(), total.anyInterval()) + "), " + total.half()
                + " at least half of theirs; " + total.tooShort() + " are too short to tell.\n\n";
    }

    private String limits() {
        String rows = training.map(t -> Numbers.fixed(t.rows(), 0) + " rows").orElse("a number of rows not recorded");
        return "## Limits\n\n- It reads at most " + artefact.maxTokens()
                + " tokens: a longer prompt loses its left, then the response its end.\n"
                + "- The ratings are English, by few raters, on five points (0 to 4); it learned from " + rows + ".\n"
                + "- Scores of different models, and of responses to different prompts, are not comparable as they are.\n"
                + (artefact.python().addedLayers() > 0
                        ? "- In Python its last " + artefact.python().addedLayers()
                                + " layers only compute the mean over tokens:"
                                + " use it in float32 as it is, and do not train it further there.\n"
                        : "")
                + "\n";
    }

    private String provenance() {
        ArtefactNotes notes = artefact.notes();
        StringBuilder out = new StringBuilder("## Provenance\n\n");
        out.append(notes.provenance()
                .map(p -> "- Settings: " + Json.words(p.settings().config()) + "\n- " + p.caption() + "\n")
                .orElse("Not recorded.\n"));
        new TreeMap<>(notes.metrics())
                .forEach((name, value) ->
                        out.append("- ").append(name).append(": ").append(value).append('\n'));
        return out.toString();
    }
}
