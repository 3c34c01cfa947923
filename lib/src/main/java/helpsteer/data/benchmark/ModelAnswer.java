package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.run.Hash;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model answered to an {@link OpenQuestion}.
 *
 * @param question the question's id
 * @param model the model's name
 * @param turns its answers, turn after turn; an answer may be empty, as a few official ones are
 */
public record ModelAnswer(String question, String model, List<String> turns) {
    private static final String REFERENCES = "mt-bench/reference_answer/gpt-4.jsonl";
    private static final int ID_DIGITS = 22; // as long as the ids of the official files

    public ModelAnswer {
        turns = List.copyOf(turns);
        if (question.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException(
                    "question and model must be named, got \"" + question + "\" and \"" + model + "\"");
        }
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("turns must be at least one answer, got none to question " + question);
        }
    }

    /** A name for this very answer, the same for the same texts. */
    public String id() {
        return Hash.ofTexts(question, model, String.join("\u0000", turns)).substring(0, ID_DIGITS);
    }

    /** The answers that MT-Bench's judge is shown for math, reasoning and coding, by question. */
    public static Map<String, ModelAnswer> references(DataHome home) {
        return read(home.need(REFERENCES), AnswerForm.MT_BENCH);
    }

    /** A file's answers by question, in its order; each question may be answered once, and all by one model. */
    public static Map<String, ModelAnswer> read(Path file, AnswerForm form) {
        Map<String, ModelAnswer> answers = new LinkedHashMap<>();
        for (Rows.Numbered<ModelAnswer> each :
                Rows.numbered(file, Strictness.STRICT, form::parse).rows()) {
            ModelAnswer answer = each.value();
            String place = Rows.nameOf(file) + ":" + each.line() + ": ";
            if (answers.put(answer.question(), answer) != null) {
                throw new InvalidDataException(
                        place + "question must be answered once, got " + answer.question() + " again");
            }
            String first = answers.values().iterator().next().model();
            if (!answer.model().equals(first)) {
                throw new InvalidDataException(
                        place + "model must be " + first + ", as in the lines before, got " + answer.model());
            }
        }
        return answers;
    }
}
