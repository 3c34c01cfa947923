package helpsteer.report.card;

import helpsteer.reward.folder.ArtefactDescription;

/** How a model card says to load the model. */
final class Loading {
    private static final String JAVA =
            """
            ```java
            try (ModelFolder.Opened opened = ModelFolder.open(Path.of("FOLDER"))) {
                Progress.during(Progress.SILENT, () -> opened.model().score(exchanges));
            }
            ```
            """;

    private static final String IMPORTS =
            """
            import torch
            from transformers import AutoModelForSequenceClassification, AutoTokenizer
            tokenizer = AutoTokenizer.from_pretrained("FOLDER")
            """;

    private static final String PAIR =
            """
            inputs = tokenizer(prompt, response, truncation="only_first", return_tensors="pt")
            """;

    private static final String LABEL =
            """
            label = tokenizer("WORDS", add_special_tokens=False, return_tensors="pt").input_ids
            inputs = {
                "input_ids": torch.cat([inputs["input_ids"], label], 1),
                "attention_mask": torch.cat([inputs["attention_mask"], torch.ones_like(label)], 1),
                "token_type_ids": torch.cat([inputs["token_type_ids"], torch.ones_like(label)], 1),
            }
            """;

    private static final String SCORE_PAIR = """
            scores = model(**inputs).logits[0]
            """;

    private static final String ADAPTED =
            """
            base = AutoModelForSequenceClassification.from_pretrained("BASE", num_labels=5, dtype=torch.float32)
            model = PeftModel.from_pretrained(base, "FOLDER").eval()
            """;

    private static final String CHAT =
            """
            messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}]
            ids = tokenizer.apply_chat_template(messages, tokenize=True, return_dict=False)
            scores = model(torch.tensor([ids])).logits[0]
            """;

    private Loading() {}

    /** The section on loading, in Java and in Python. */
    static String text(ArtefactDescription artefact, String base) {
        return "## How to load it\n\nJava:\n\n" + JAVA + "\nor `environment/helpsteer score FOLDER IN.jsonl OUT.jsonl`."
                + "\n\nPython:\n\n```python\n" + python(artefact, base)
                + "```\n\n`reward.json` holds probe texts with the scores that"
                + " both must give, to 1e-4.\n\n";
    }

    private static String python(ArtefactDescription artefact, String base) {
        String trust = artefact.python().trustRemoteCode() ? ", trust_remote_code=True" : "";
        String open =
                IMPORTS + "model = AutoModelForSequenceClassification.from_pretrained(\"FOLDER\", dtype=torch.float32"
                        + trust + ").eval()\n";
        return switch (artefact.kind()) {
            case ENCODER -> open + pair(artefact.python().label());
            case ADAPTERS -> "from peft import PeftModel\n" + IMPORTS + ADAPTED.replace("BASE", base) + CHAT;
            default -> open + CHAT;
        };
    }

    private static String pair(String label) {
        return label.isEmpty() ? PAIR + SCORE_PAIR : PAIR + LABEL.replace("WORDS", label) + SCORE_PAIR;
    }
}
