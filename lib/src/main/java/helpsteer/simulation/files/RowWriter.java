package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.AnnotatorPreference;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.Turn;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Json;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.raters.AggregatedPreference;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.AnnotatedResponse;
import java.util.Locale;

/** Rows in the fields of the official files, in the official order of fields, each one line of JSON. */
final class RowWriter {
    private RowWriter() {}

    /** A row of {@code train} and {@code validation}. */
    static String rated(AnnotatedResponse response) {
        RaterScores scores = response.scores();
        ObjectNode row = sample(response);
        var released = scores.released();
        for (Attribute attribute : Attribute.values()) {
            row.put(attribute.key(), released.of(attribute));
        }
        return Json.line(row);
    }

    /** A row of {@code disagreements}. */
    static String scores(AnnotatedResponse response) {
        RaterScores scores = response.scores();
        ObjectNode row = sample(response);
        for (Attribute attribute : Attribute.values()) {
            ArrayNode list = row.putArray(attribute.key());
            scores.of(attribute).forEach(list::add);
        }
        return Json.line(row);
    }

    private static ObjectNode sample(AnnotatedResponse response) {
        return Json.object()
                .put("prompt", response.prompt().markup())
                .put("response", response.response().text());
    }

    /**
     * A row of {@code preference}.
     *
     * @param split {@code train} or {@code val}, as that file calls it
     */
    static String preference(AnnotatedPair pair, String split) {
        AggregatedPreference verdict = pair.verdict();
        ObjectNode row = Json.object()
                .put("split", split)
                .put("prompt", pair.pair().prompt().markup())
                .put("response_1", pair.pair().first().text())
                .put("response_2", pair.pair().second().text())
                .put("preference_strength", verdict.overall().strength())
                .put("preference_statement", verdict.overall().statement())
                .put("preference_elaboration", verdict.overall().elaboration());
        ArrayNode nearest = row.putArray("three_most_similar_preferences");
        for (AnnotatorPreference each : verdict.nearest()) {
            nearest.addObject()
                    .put("statement", each.statement())
                    .put("elaboration", each.elaboration())
                    .put("strength", each.strength());
        }
        ArrayNode raw = row.putArray("all_preferences_unprocessed");
        for (AggregatedPreference.Raw each : verdict.raw()) {
            raw.addObject().put("strength", each.strength()).put("justification", each.justification());
        }
        return Json.line(row);
    }

    /** A row of HelpSteer3's preferences; its annotators give at most three opinions. */
    static String helpSteer3(AnnotatedPair pair) {
        AggregatedPreference verdict = pair.verdict();
        ObjectNode row = Json.object()
                .put("domain", pair.pair().position() % 4 == 3 ? "stem" : "general")
                .put("language", "english");
        ArrayNode context = row.putArray("context");
        for (Turn turn : pair.pair().prompt().turns()) {
            context.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", turn.text());
        }
        row.put("response1", pair.pair().first().text())
                .put("response2", pair.pair().second().text())
                .put("overall_preference", verdict.overall().strength());
        ArrayNode opinions = row.putArray("individual_preference");
        for (AnnotatorPreference each : verdict.nearest()) {
            opinions.addObject()
                    .put("score", each.strength())
                    .put("reasoning", each.statement() + " " + each.elaboration());
        }
        return Json.line(row);
    }

    /** A row of RewardBench 1. */
    static String benchmarkPair(SimulatedPair pair, String subset, int id) {
        return Json.line(Json.object()
                .put("prompt", userText(pair.prompt()))
                .put("chosen", pair.first().text())
                .put("chosen_model", "simulated")
                .put("rejected", pair.second().text())
                .put("rejected_model", "simulated")
                .put("subset", subset)
                .put("id", id));
    }

    /** The text of a prompt of one turn; of more turns the official form, which the reader takes as it is. */
    static String userText(Prompt prompt) {
        return prompt.turns().size() == 1 ? prompt.turns().get(0).text() : prompt.markup();
    }

    /** What is known of a response: gold ratings and qualities. */
    static ObjectNode truth(SimulatedResponse response) {
        ObjectNode truth = Json.object();
        ObjectNode gold = truth.putObject("gold");
        for (Attribute attribute : Attribute.values()) {
            gold.put(attribute.key(), response.gold().of(attribute));
        }
        truth.set("qualities", Json.tree(response.qualities().values()));
        return truth;
    }
}
