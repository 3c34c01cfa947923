package helpsteer.bench.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An endpoint on this machine that misbehaves as it is told, request by request, and then answers by a function. */
final class FakeEndpoint implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How one request is treated. */
    interface Behaviour {
        void treat(HttpExchange exchange, String body) throws IOException, InterruptedException;
    }

    final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Deque<Behaviour> script = new ArrayDeque<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Function<String, String> answers;

    /** Answers by the last user turn once the script is done. */
    FakeEndpoint(Function<String, String> answers, Behaviour... script) {
        this.answers = answers;
        this.script.addAll(List.of(script));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            bodies.add(body);
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Behaviour next;
            synchronized (script) {
                next = script.isEmpty() ? (e, b) -> respond(e, 200, reply(answers.apply(question(b)))) : script.pop();
            }
            next.treat(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String question(String body) throws IOException {
        JsonNode messages = JSON.readTree(body).path("messages");
        return messages.path(messages.size() - 1).path("content").textValue();
    }

    static String reply(String text) {
        return JSON.createObjectNode()
                .<ObjectNode>set(
                        "choices",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode()
                                        .set("message", JSON.createObjectNode().put("content", text))))
                .set("usage", JSON.createObjectNode().put("prompt_tokens", 10).put("completion_tokens", 3))
                .toString();
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A status with a body. */
    static Behaviour status(int status, String body) {
        return (exchange, request) -> respond(exchange, status, body);
    }

    /** 429 with a Retry-After. */
    static Behaviour busy(String retryAfter) {
        return (exchange, request) -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            respond(exchange, 429, "{\"error\": \"slow down\"}");
        };
    }

    /** Half of a body that was promised whole, then the connection's end. */
    static Behaviour brokenOff() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream out = exchange.getResponseBody();
            out.write("{\"choices\": [".getBytes(StandardCharsets.UTF_8));
            out.flush();
        };
    }

    /** The headers and the beginning of a body, and then nothing until the test ends. */
    Behaviour stalled() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            closing.await(10, TimeUnit.SECONDS);
        };
    }

    /** A sound answer once so many requests are under way together, at the latest after ten seconds. */
    Behaviour together(CountDownLatch requests) {
        return (exchange, request) -> {
            mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            requests.countDown();
            requests.await(10, TimeUnit.SECONDS);
            underWay.decrementAndGet(); // before the answer, after which the next may come
            respond(exchange, 200, reply(answers.apply(question(request))));
        };
    }

    ChatEndpoint endpoint(String keyVariable, ChatEndpoint.Limits limits) {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        return new ChatEndpoint(base, "judge-model", keyVariable, limits);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
