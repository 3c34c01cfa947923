package helpsteer.report.card;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.reward.AttributeWeights;
import helpsteer.reward.folder.ArtefactDescription;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {
    private static String text(ModelFolder.Kind kind, boolean remote, String label) {
        ArtefactNotes notes = new ArtefactNotes(AttributeWeights.ALIGNMENT, Optional.empty(), Map.of());
        return Loading.text(
                new ArtefactDescription(kind, "MEAN_POOL", 64, new ArtefactDescription.Python(0, remote, label), notes),
                "HuggingFaceTB/SmolLM2-135M-Instruct");
    }

    private static String python(String text) {
        return text.substring(text.indexOf("```python\n") + 10, text.lastIndexOf("```"));
    }

    @Test
    void text_encoder_readsAPairWithItsOwnClass() {
        assertThat(python(text(ModelFolder.Kind.ENCODER, false, "")))
                .isEqualTo(
                        """
                        import torch
                        from transformers import AutoModelForSequenceClassification, AutoTokenizer
                        tokenizer = AutoTokenizer.from_pretrained("FOLDER")
                        model = AutoModelForSequenceClassification.from_pretrained("FOLDER", dtype=torch.float32).eval()
                        inputs = tokenizer(prompt, response, truncation="only_first", return_tensors="pt")
                        scores = model(**inputs).logits[0]
                        """);
    }

    /** A label's tokens stand behind the pair, with the response's type. */
    @Test
    void text_encoderWithALabel_addsItsTokens() {
        String text = text(ModelFolder.Kind.ENCODER, true, "helpfulness:");
        assertThat(python(text))
                .contains("dtype=torch.float32, trust_remote_code=True).eval()")
                .contains("label = tokenizer(\"helpfulness:\", add_special_tokens=False")
                .doesNotContain("WORDS");
    }

    @Test
    void text_adapters_openTheirBaseFirst() {
        assertThat(python(text(ModelFolder.Kind.ADAPTERS, false, "")))
                .isEqualTo(
                        """
                        from peft import PeftModel
                        import torch
                        from transformers import AutoModelForSequenceClassification, AutoTokenizer
                        tokenizer = AutoTokenizer.from_pretrained("FOLDER")
                        base = AutoModelForSequenceClassification.from_pretrained("HuggingFaceTB/SmolLM2-135M-Instruct", num_labels=5, dtype=torch.float32)
                        model = PeftModel.from_pretrained(base, "FOLDER").eval()
                        messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
                        ids = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False)
                        scores = model(torch.tensor([ids])).logits[0]
                        """);
    }

    @Test
    void text_everyKind_saysJavaPythonAndTheProbes() {
        for (ModelFolder.Kind kind : ModelFolder.Kind.values()) {
            assertThat(text(kind, false, ""))
                    .startsWith("## How to load it\n\nJava:\n\n```java\ntry (ModelFolder.Opened opened = ")
                    .contains("`environment/helpsteer score FOLDER IN.jsonl OUT.jsonl`")
                    .endsWith("`reward.json` holds probe texts with the scores that both must give, to 1e-4.\n\n");
        }
    }

    /** What is printed for Python is Python: its compiler reads every form. */
    @Test
    void text_everyForm_isSoundPython(@TempDir Path folder) throws IOException, InterruptedException {
        for (ModelFolder.Kind kind : ModelFolder.Kind.values()) {
            for (String label : List.of("", "quality:")) {
                Path file = Files.writeString(folder.resolve("load.py"), python(text(kind, true, label)));
                Process process;
                try {
                    process = new ProcessBuilder(
                                    "python3",
                                    "-c",
                                    "import ast,sys; ast.parse(open(sys.argv[1]).read())",
                                    file.toString())
                            .start();
                } catch (IOException e) {
                    org.junit.jupiter.api.Assumptions.abort("needs the program python3");
                    return;
                }
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).as(kind + label).isZero();
            }
        }
    }
}
