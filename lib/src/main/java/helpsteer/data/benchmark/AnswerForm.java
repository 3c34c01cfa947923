package helpsteer.data.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Role;
import helpsteer.data.io.ChatMessages;
import helpsteer.data.io.Row;
import helpsteer.run.Json;
import java.util.ArrayList;
import java.util.List;

/** The forms of a line in which the makers of a benchmark keep answers. */
public enum AnswerForm {
    /** FastChat's: {@code question_id, answer_id, model_id, choices: [{index, turns}], tstamp}. */
    MT_BENCH {
        @Override
        ModelAnswer parse(Row row) {
            row.required(List.of("question_id", "model_id", "choices"));
            List<Row> choices = row.objects("choices");
            if (choices.size() != 1) {
                throw new IllegalArgumentException("choices must be one, got " + choices.size());
            }
            return new ModelAnswer(
                    row.id("question_id"), row.text("model_id"), choices.get(0).texts("turns"));
        }

        @Override
        void write(OpenQuestion question, ModelAnswer answer, ObjectNode line) {
            if (question.id().matches("\\d{1,9}")) {
                line.put("question_id", Integer.parseInt(question.id()));
            } else {
                line.put("question_id", question.id());
            }
            line.put("answer_id", answer.id());
            line.put("model_id", answer.model());
            ObjectNode choice = line.putArray("choices").addObject();
            choice.put("index", 0);
            ArrayNode turns = choice.putArray("turns");
            answer.turns().forEach(turns::add);
        }
    },

    /**
     * Arena-Hard's: {@code uid, ans_id, model, messages, tstamp}, the answers as {@code {"answer": text}}. Its
     * {@code metadata}, counts that only its style control reads, is neither read nor written.
     */
    ARENA_HARD {
        @Override
        ModelAnswer parse(Row row) {
            row.required(List.of("uid", "model", "messages"));
            List<String> turns = new ArrayList<>();
            for (Row message : row.objects("messages")) {
                if (ChatMessages.role(message.text("role")) == Role.ASSISTANT) {
                    turns.add(message.object("content").text("answer"));
                }
            }
            return new ModelAnswer(row.id("uid"), row.text("model"), turns);
        }

        @Override
        void write(OpenQuestion question, ModelAnswer answer, ObjectNode line) {
            line.put("uid", question.id());
            line.put("ans_id", answer.id());
            line.put("model", answer.model());
            ArrayNode messages = line.putArray("messages");
            for (int i = 0; i < answer.turns().size(); i++) {
                messages.addObject()
                        .put("role", "user")
                        .put("content", question.turns().get(i));
                messages.addObject()
                        .put("role", "assistant")
                        .putObject("content")
                        .put("answer", answer.turns().get(i));
            }
        }
    };

    abstract ModelAnswer parse(Row row);

    abstract void write(OpenQuestion question, ModelAnswer answer, ObjectNode line);

    /**
     * An answer as a line of this form.
     *
     * @param seconds when it was given, since 1970
     * @throws IllegalArgumentException where the answer is to another question or has another number of turns
     */
    public String line(OpenQuestion question, ModelAnswer answer, double seconds) {
        if (!question.id().equals(answer.question())
                || question.turns().size() != answer.turns().size()) {
            throw new IllegalArgumentException("answer must be to question " + question.id() + " and of "
                    + question.turns().size() + " turns, got one to " + answer.question() + " of "
                    + answer.turns().size());
        }
        ObjectNode line = Json.object();
        write(question, answer, line);
        line.put("tstamp", seconds);
        return Json.line(line);
    }
}
