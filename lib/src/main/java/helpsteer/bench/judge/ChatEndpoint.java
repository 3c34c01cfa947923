package helpsteer.bench.judge;

import helpsteer.data.fetch.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a judging model is asked, in the form that OpenAI, vLLM, llama.cpp and others share ({@code POST
 * BASE/chat/completions}).
 *
 * @param base such as {@code https://host/v1}
 * @param model name of the judging model
 * @param keyVariable name of the environment variable that holds the key; empty where the endpoint asks for none. The key
 *     itself is kept in no record, message or file
 * @param limits how patient and how eager the client is
 */
public record ChatEndpoint(URI base, String model, String keyVariable, Limits limits) {

    /**
     * How patient and how eager a client is.
     *
     * @param atOnce most requests under way at a time
     * @param timeout the longest that one answer may take, its last byte included
     * @param attempts how often a request is sent before its call counts as failed
     * @param calls most requests sent in all, repeats included: the budget
     * @param maxTokens the longest answer that is asked for
     */
    public record Limits(int atOnce, Duration timeout, int attempts, int calls, int maxTokens) {
        /** Eight requests at a time, five minutes each, five attempts; 2048 tokens, as FastChat's judge. */
        public static final Limits DEFAULT = new Limits(8, Duration.ofMinutes(5), 5, Integer.MAX_VALUE, 2048);

        public Limits {
            if (atOnce < 1 || attempts < 1 || calls < 1 || maxTokens < 1) {
                throw new IllegalArgumentException("atOnce, attempts, calls and maxTokens must be at least 1, got "
                        + atOnce + ", " + attempts + ", " + calls + " and " + maxTokens);
            }
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("timeout must be above 0, got " + timeout);
            }
        }

        /** The same with another budget. */
        public Limits withCalls(int most) {
            return new Limits(atOnce, timeout, attempts, most, maxTokens);
        }
    }

    public ChatEndpoint {
        Endpoint.checked("endpoint", base);
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be named, got \"" + model + "\"");
        }
        if (!keyVariable.isEmpty()) {
            Endpoint.checkSecure("endpoint", base, "key");
        }
    }

    /** The address that requests go to. */
    URI address() {
        String text = base.toString();
        return URI.create(text + (text.endsWith("/") ? "" : "/") + "chat/completions");
    }

    /**
     * The key from the environment; empty where none is asked for.
     *
     * @throws IllegalArgumentException where the variable holds nothing, or what cannot stand in a header
     */
    Optional<String> key(Map<String, String> environment) {
        if (keyVariable.isEmpty()) {
            return Optional.empty();
        }
        String key = environment.getOrDefault(keyVariable, "").strip();
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    keyVariable + " must hold the endpoint's key, got nothing; set it, or name another variable");
        }
        Endpoint.checkSecret(keyVariable, key);
        return Optional.of(key);
    }
}
