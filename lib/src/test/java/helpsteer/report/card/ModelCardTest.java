package helpsteer.report.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.bench.PairScores;
import helpsteer.bench.overlap.OverlapResult;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.ScoringModels;
import helpsteer.reward.folder.ArtefactDescription;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
    private static final ModelCard.Origin ORIGIN =
            new ModelCard.Origin("Tiny reward model", "sentence-transformers/all-MiniLM-L6-v2", "apache-2.0");

    private static ModelCard card(ModelFolder.Kind kind, int addedLayers, boolean remote) {
        Provenance provenance = new Provenance(
                new Provenance.Settings(Json.tree("one epoch"), 7, "abcdef0123456789", "fp32"),
                new Provenance.Surroundings("c0ffee", "17", "Linux", "PyTorch", "cpu"));
        ArtefactNotes notes = new ArtefactNotes(
                AttributeWeights.ALIGNMENT, Optional.of(provenance), Map.of("best validation loss", 1.25));
        return new ModelCard(
                new ArtefactDescription(
                        kind,
                        "MEAN_POOL",
                        512,
                        new ArtefactDescription.Python(addedLayers, remote, remote ? "helpfulness:" : ""),
                        notes),
                ORIGIN,
                Optional.empty(),
                ModelCard.Measured.NOTHING);
    }

    @Test
    void markdown_nothingMeasured_saysSoEverywhere() {
        String text = card(ModelFolder.Kind.ENCODER, 2, false).markdown();
        assertThat(text)
                .startsWith(
                        """
                        ---
                        license: apache-2.0
                        base_model: sentence-transformers/all-MiniLM-L6-v2
                        language:
                        - en
                        library_name: transformers
                        pipeline_tag: text-classification
                        tags:
                        - reward-model
                        - helpsteer2
                        - regression
                        ---

                        # Tiny reward model
                        """)
                .contains("helpfulness 0.65, correctness 0.8, coherence 0.45, complexity 0.0, verbosity 0.0.")
                .contains("Data and settings: not recorded.")
                .contains("Errors by attribute: not measured.")
                .contains("ranked right: not measured.")
                .contains("### RewardBench\n\nnot measured.")
                .contains("### Overlap of training data and RewardBench\n\nnot measured.")
                .contains("it learned from a number of rows not recorded.")
                .contains("In Python its last 2 layers only compute the mean over tokens")
                .contains(
                        """
                        - Settings: one epoch
                        - commit c0ffee, seed 7, data abcdef012345, fp32 on cpu
                        - best validation loss: 1.25
                        """);
    }

    private static PairScores.Scored scored(Subset subset, int id, double chosen, double rejected) {
        return new PairScores.Scored(
                subset + "/" + id, subset.key(), id, new Pair<>(chosen, rejected), new Pair<>(5, 5));
    }

    @Test
    void markdown_everythingKnown_givesNumbersWithIntervals() {
        Map<Attribute, FitQuality> validation = new EnumMap<>(Attribute.class);
        validation.put(Attribute.HELPFULNESS, new FitQuality(1038, 1.21, 0.8, 0.183, 0.43));
        List<PairScores.Scored> pairs = new ArrayList<>();
        for (Subset subset : Subset.values()) {
            pairs.add(scored(subset, 1, 2.0, 1.0));
            pairs.add(scored(subset, 2, 1.0, 2.0));
        }
        OverlapResult overlap = new OverlapResult(
                List.of(
                        new OverlapResult.ItemOverlap("a", "a/1", 4, 0),
                        new OverlapResult.ItemOverlap("a", "a/2", 4, 3),
                        new OverlapResult.ItemOverlap("a", "a/3", 0, 0)),
                10);
        String text = card(ModelFolder.Kind.ENCODER, 0, true)
                .withTraining(new ModelCard.Training(
                        "nvidia/HelpSteer2", "abc", 20324, Map.of("same text twice", 3, "too long", 1), "3 epochs"))
                .withMeasured(new ModelCard.Measured(
                        validation,
                        Optional.of(new Accuracy(60, 40, 0)),
                        Optional.of(new RewardBenchResult(new PairScores("tiny", "RewardBench", pairs))),
                        Optional.of(overlap)))
                .markdown();
        assertThat(text)
                .contains("datasets:\n- nvidia/HelpSteer2\n")
                .contains(
                        """
                        - Data: nvidia/HelpSteer2, 20,324 rows, SHA-256 abc
                        - Left out: 3 (same text twice), 1 (too long)
                        - Settings: 3 epochs
                        """)
                .contains("| helpfulness | 1038 | 1.210 | 0.183 | 0.430 [0.379, 0.478] |\n| correctness | not measured")
                .contains("ranked right: 0.600 [0.502, 0.691] of 100, 0 ties counted as wrong.")
                .contains("| Chat | 0.500 [")
                .contains("| all, the mean of the sections | 0.500 [")
                .contains(
                        "1 of 2 prompts share an n-gram with the training data (0.500 [0.095, 0.905]), 1 at least half"
                                + " of theirs; 1 are too short to tell.")
                .contains("It reads `[CLS] prompt [SEP] response [SEP] helpfulness:` (")
                .contains("label = tokenizer(\"helpfulness:\", add_special_tokens=False")
                .contains("trust_remote_code=True")
                .doesNotContain("only compute the mean over tokens");
    }

    /** The hub takes what the head of a card names for names of its own. */
    @Test
    void markdown_notOfTheHub_isNamedInTheTextAlone() {
        ModelCard known = card(ModelFolder.Kind.ENCODER, 0, false);
        String text = new ModelCard(
                        known.artefact(),
                        new ModelCard.Origin("Mine", "model-0123456789ab, trained before", "unknown"),
                        Optional.empty(),
                        ModelCard.Measured.NOTHING)
                .withTraining(
                        new ModelCard.Training("sample data (written for this project)", "abc", 96, Map.of(), "x"))
                .markdown();
        assertThat(text)
                .startsWith("---\nlicense: unknown\nlanguage:\n")
                .doesNotContain("datasets:")
                .contains("Base model: model-0123456789ab, trained before.")
                .contains(
                        "- Data: sample data (written for this project), 96 rows, SHA-256 abc\n- Left out: nothing\n");
    }

    @Test
    void markdown_adaptersAndMerged_loadDifferently() {
        assertThat(card(ModelFolder.Kind.ADAPTERS, 0, false).markdown())
                .contains("library_name: peft")
                .contains("from peft import PeftModel")
                .contains("num_labels=5");
        assertThat(card(ModelFolder.Kind.DECODER, 0, false).markdown())
                .contains("apply_chat_template")
                .doesNotContain("peft");
    }

    @Test
    void write_savedModel_isReadFromItsFolder(@TempDir Path folder) throws IOException {
        Path model = folder.resolve("model");
        ScoringModels.save(model);
        ModelCard.of(model, ORIGIN).write(model);
        assertThat(Files.readString(model.resolve("README.md")))
                .contains("helpfulness 0.65, correctness 0.8, coherence 0.45, complexity 0.55, verbosity -0.4.")
                .contains("(read-out: MEAN_POOL)")
                .contains("It reads at most 32 tokens")
                .contains("## Provenance\n\nNot recorded.\n");
        ModelFolder.open(model).close(); // a card is no part of the model
    }

    @Test
    void of_badValues_areRefused() {
        assertThatThrownBy(() -> new ModelCard.Origin("a\nb", "c", "d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name, base and licence must be one line each, got \"a\\nb\"");
        assertThatThrownBy(() -> new ModelCard.Training("d", "s", 0, Map.of(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must be at least 1, got 0");
    }
}
