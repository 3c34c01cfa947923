package helpsteer.bench.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Turn;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks an endpoint, greedily (temperature 0), and asks again where it is busy, breaks off or talks nonsense. Safe from
 * several threads; where the endpoint asks to wait, all wait.
 */
public final class ChatClient {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final int EXCERPT = 200;

    private final ChatEndpoint endpoint;
    private final Optional<String> key;
    private final Sleeper waiting;
    private final SplittableRandom random;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLong notBefore;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // which would carry the key elsewhere
            .connectTimeout(CONNECT)
            .build();

    /**
     * A client with the key from the process's environment.
     *
     * @param seed for the random part of the pauses
     */
    public ChatClient(ChatEndpoint endpoint, Seed seed) {
        this(endpoint, System.getenv(), seed, Sleeper.REAL);
    }

    ChatClient(ChatEndpoint endpoint, Map<String, String> environment, Seed seed, Sleeper waiting) {
        this.endpoint = endpoint;
        this.key = endpoint.key(environment);
        this.waiting = waiting;
        this.random = seed.stream("backoff");
        this.notBefore = new AtomicLong(waiting.nanoTime());
    }

    /** A fault that another attempt may not meet. */
    private static final class PassingException extends Exception {
        private static final long serialVersionUID = 1L;
        private final long askedMillis;

        PassingException(String message, Duration asked) {
            super(message);
            this.askedMillis = asked.toMillis();
        }
    }

    /** Whom it asks. */
    public ChatEndpoint endpoint() {
        return endpoint;
    }

    /** Requests sent so far, repeats included. */
    public int sent() {
        return sent.get();
    }

    /**
     * The answer to a conversation.
     *
     * @throws EndpointException where there is none: after the last attempt, at a refusal, or with the budget spent
     */
    public ChatReply complete(List<Turn> conversation) throws EndpointException, InterruptedException {
        String body = body(conversation);
        int attempts = endpoint.limits().attempts();
        for (int failures = 0; ; ) {
            waitUntilAllowed();
            if (sent.incrementAndGet() > endpoint.limits().calls()) {
                sent.decrementAndGet();
                throw new EndpointException(
                        EndpointException.Kind.BUDGET,
                        "calls must stay within the budget, got all "
                                + endpoint.limits().calls() + " sent; raise it and run again, what was judged is kept");
            }
            try {
                return once(body);
            } catch (PassingException e) {
                failures++;
                if (failures == attempts) {
                    throw new EndpointException(
                            EndpointException.Kind.THIS_REQUEST,
                            "endpoint must answer in " + attempts + " attempts, got at last " + e.getMessage());
                }
                pause(failures, Duration.ofMillis(e.askedMillis));
            }
        }
    }

    /** An asked wait holds for every thread, one of our own for this one alone. */
    private void pause(int failures, Duration asked) throws InterruptedException {
        if (asked.isZero()) {
            Duration own;
            synchronized (random) {
                own = Backoff.wait(failures, random);
            }
            waiting.pause(own);
        } else {
            long until = waiting.nanoTime() + asked.toNanos();
            notBefore.accumulateAndGet(until, (a, b) -> a - b > 0 ? a : b);
        }
    }

    private void waitUntilAllowed() throws InterruptedException {
        for (long left = notBefore.get() - waiting.nanoTime(); left > 0; left = notBefore.get() - waiting.nanoTime()) {
            waiting.pause(Duration.ofMillis(1 + TimeUnit.NANOSECONDS.toMillis(left)));
        }
    }

    private String body(List<Turn> conversation) {
        ObjectNode body = Json.object();
        body.put("model", endpoint.model());
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : conversation) {
            messages.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", turn.text());
        }
        body.put("temperature", 0);
        body.put("max_tokens", endpoint.limits().maxTokens());
        return body.toString();
    }

    private ChatReply once(String body) throws PassingException, EndpointException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.address())
                .header("Content-Type", "application/json")
                .header("User-Agent", "helpsteer")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        key.ifPresent(k -> request.header("Authorization", "Bearer " + k));
        HttpResponse<String> response = send(request.build());
        int status = response.statusCode();
        if (status == 200) {
            return reply(response.body());
        }
        String what = "status " + status + told(response.body());
        if (status == 408 || status == 409 || status == 429 || status >= 500) {
            String header = response.headers().firstValue("Retry-After").orElse("");
            throw new PassingException(what, Backoff.asked(header.strip(), Instant.now()));
        }
        boolean forAll = status == 401 || status == 403 || status == 404 || status / 100 == 3;
        throw new EndpointException(
                forAll ? EndpointException.Kind.EVERY_REQUEST : EndpointException.Kind.THIS_REQUEST,
                "endpoint must take the request, got " + what
                        + (forAll ? "; check the address, the model's name and the key" : ""));
    }

    /** The request's own timeout ends with the headers, so the whole exchange is waited for here. */
    private HttpResponse<String> send(HttpRequest request) throws PassingException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(endpoint.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new PassingException(
                    "no whole answer within " + endpoint.limits().timeout().toMillis() + " ms", Duration.ZERO);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException broken) {
                String reason = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
                throw new PassingException("a broken connection (" + reason + ")", Duration.ZERO);
            }
            throw new IllegalStateException("request must be sent, got " + cause, e);
        } finally {
            answer.cancel(true); // closes the connection of an answer that is not waited for any more
        }
    }

    private ChatReply reply(String body) throws PassingException {
        JsonNode root;
        try {
            root = Json.read(body);
        } catch (JsonProcessingException e) {
            throw new PassingException("an answer that is no JSON" + told(body), Duration.ZERO);
        }
        JsonNode text = root.path("choices").path(0).path("message").path("content");
        if (!text.isTextual()) {
            throw new PassingException("an answer without choices[0].message.content" + told(body), Duration.ZERO);
        }
        JsonNode usage = root.path("usage");
        return new ChatReply(
                text.textValue(),
                usage.path("prompt_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0));
    }

    /** The beginning of what the endpoint said, the key blacked out: some repeat it in their refusals. */
    private String told(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        for (String secret : key.stream().toList()) {
            line = line.replace(secret, "***");
        }
        if (line.isEmpty()) {
            return "";
        }
        return ": " + (line.length() > EXCERPT ? line.substring(0, EXCERPT) + "..." : line);
    }
}
