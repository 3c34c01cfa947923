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
    private static final String TOKENS = "tokens";
    private static final List<String> OF_RESPONSE = List.of("from", "value", ATTRIBUTES, PRIOR, SAMPLER);
    private static final List<String> WITH_TOKENS = List.of("from", "value", ATTRIBUTES, PRIOR, SAMPLER, TOKENS);

    /**
     * A sampled response; log-probabilities are sums over its tokens, natural logarithms, finite.
     *
     * @param logAttributes log P(a|x,y), by the reward model
     * @param logPrior log P(y|x), by the model without attributes
     * @param logSampler log Q'(y|a,x), by the model that it was sampled from
     * @param tokens its ids as they were sampled, with what ends it; none where they are not known, as in the reference code's
     *     files
     */
    public record Response(
            String text, double logAttributes, double logPrior, double logSampler, List<Integer> tokens) {
        public Response {
            tokens = List.copyOf(tokens);
            check(ATTRIBUTES, logAttributes);
            check(PRIOR, logPrior);
            check(SAMPLER, logSampler);
        }

        /** A response whose token ids are not known. */
        public Response(String text, double logAttributes, double logPrior, double logSampler) {
            this(text, logAttributes, logPrior, logSampler, List.of());
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
            response.required(OF_RESPONSE).noneBeyond(WITH_TOKENS);
            if (speaker(response) != Role.ASSISTANT) {
                throw new IllegalArgumentException("responses must be from Assistant, got " + response.text("from"));
            }
            responses.add(new Response(
                    response.text("value"),
                    response.number(ATTRIBUTES),
                    response.number(PRIOR),
                    response.number(SAMPLER),
                    response.has(TOKENS) ? response.integers(TOKENS, 0, Integer.MAX_VALUE) : List.of()));
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
            ObjectNode one = all.addObject()
                    .put("from", "Assistant")
                    .put("value", response.text)
                    .put(ATTRIBUTES, response.logAttributes)
                    .put(PRIOR, response.logPrior)
                    .put(SAMPLER, response.logSampler);
            if (!response.tokens.isEmpty()) {
                response.tokens.forEach(one.putArray(TOKENS)::add);
            }
        }
        return Json.line(out);
    }
}
