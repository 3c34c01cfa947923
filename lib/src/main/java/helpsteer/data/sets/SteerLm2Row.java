package helpsteer.data.sets;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.ChatMessages;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A prompt, the ratings wanted, and the responses sampled for them with their three log-probabilities: a row of
 * NeMo-Aligner's SteerLM 2.0 files (docs/user-guide/steerlm2.rst).
 *
 * @param wanted what the label line asks for
 * @param responses at least one
 */
public record SteerLm2Row(Prompt prompt, Ratings wanted, List<Response> responses) {
    private static final String ATTRIBUTES = "log(P(a|x,y))";
    private static final String PRIOR = "log(P(y|x))";
    private static final String SAMPLER = "log(Q(y|a,x))";
    private static final List<String> FIELDS = List.of("system", "prompt_turns", "label", "responses");
    private static final List<String> OF_TURN = List.of("from", "value");
    private static final List<String> OF_RESPONSE = List.of("from", "value", ATTRIBUTES, PRIOR, SAMPLER);

    /**
     * A sampled response; log-probabilities are sums over its tokens, natural logarithms, finite.
     *
     * @param logAttributes log P(a|x,y), by the reward model
     * @param logPrior log P(y|x), by the model without attributes
     * @param logSampler log Q'(y|a,x), by the model that it was sampled from
     */
    public record Response(String text, double logAttributes, double logPrior, double logSampler) {
        public Response {
            check(ATTRIBUTES, logAttributes);
            check(PRIOR, logPrior);
            check(SAMPLER, logSampler);
        }

        private static void check(String name, double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        name + " must be finite, got " + value + "; score the response again or leave it out");
            }
        }
    }

    public SteerLm2Row {
        responses = List.copyOf(responses);
        if (responses.isEmpty()) {
            throw new IllegalArgumentException("responses must be at least one, got none");
        }
    }

    /** The rows of a file; all must have the same number of responses only where the reference code is to read it. */
    public static ReadResult<SteerLm2Row> read(Path file, Strictness reading) {
        return Rows.read(file, reading, SteerLm2Row::parse);
    }

    private static SteerLm2Row parse(Row row) {
        row.only(FIELDS);
        List<Turn> turns = new ArrayList<>();
        String system = row.text("system");
        if (!system.isBlank()) {
            turns.add(new Turn(Role.SYSTEM, system));
        }
        for (Row turn : row.objects("prompt_turns")) {
            turn.only(OF_TURN);
            turns.add(new Turn(speaker(turn), turn.text("value")));
        }
        List<Response> responses = new ArrayList<>();
        for (Row response : row.objects("responses")) {
            response.only(OF_RESPONSE);
            if (speaker(response) != Role.ASSISTANT) {
                throw new IllegalArgumentException("responses must be from Assistant, got " + response.text("from"));
            }
            responses.add(new Response(
                    response.text("value"),
                    response.number(ATTRIBUTES),
                    response.number(PRIOR),
                    response.number(SAMPLER)));
        }
        return new SteerLm2Row(new Prompt(turns), Conversation.ratings(row.text("label")), responses);
    }

    private static Role speaker(Row row) {
        return ChatMessages.role(row.text("from").toLowerCase(Locale.ROOT));
    }

    /**
     * Writes rows, one a line, in the form that {@link #read} and the reference code read.
     *
     * @param defaultSystem the system text of rows whose prompt has none
     */
    public static void write(List<SteerLm2Row> rows, String defaultSystem, Path file) {
        String text = rows.stream().map(row -> row.json(defaultSystem) + "\n").collect(Collectors.joining());
        try {
            AtomicFile.write(file, t -> Files.write(t, text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private String json(String defaultSystem) {
        ObjectNode out = Json.object();
        out.put("system", defaultSystem);
        ArrayNode turns = out.putArray("prompt_turns");
        for (Turn turn : prompt.turns()) {
            if (turn.role() == Role.SYSTEM) {
                out.put("system", turn.text());
            } else {
                turns.addObject()
                        .put("from", turn.role() == Role.USER ? "User" : "Assistant")
                        .put("value", turn.text());
            }
        }
        out.put("label", wanted.label());
        ArrayNode all = out.putArray("responses");
        for (Response response : responses) {
            all.addObject()
                    .put("from", "Assistant")
                    .put("value", response.text)
                    .put(ATTRIBUTES, response.logAttributes)
                    .put(PRIOR, response.logPrior)
                    .put(SAMPLER, response.logSampler);
        }
        return Json.line(out);
    }
}
