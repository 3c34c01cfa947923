package helpsteer.bench.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import helpsteer.bench.judge.ChatEndpoint.Limits;
import helpsteer.bench.judge.EndpointException.Kind;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.run.Seed;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatClientTest {
    private static final String KEY = "sk-geheim-123";
    private static final Map<String, String> ENVIRONMENT = Map.of("JUDGE_KEY", KEY);
    private static final Limits LIMITS = new Limits(2, Duration.ofSeconds(5), 4, 100, 64);
    private static final List<Turn> ASKED = List.of(new Turn(Role.SYSTEM, "be fair"), new Turn(Role.USER, "hello"));

    private final FakeTime time = new FakeTime();

    private ChatClient client(FakeEndpoint server, Limits limits) {
        return new ChatClient(server.endpoint("JUDGE_KEY", limits), ENVIRONMENT, new Seed(1), time);
    }

    private EndpointException failure(FakeEndpoint server, Limits limits) {
        ChatClient client = client(server, limits);
        return catchThrowableOfType(EndpointException.class, () -> client.complete(ASKED));
    }

    @Test
    void complete_soundEndpoint_answersWithTokens() throws Exception {
        try (FakeEndpoint server = new FakeEndpoint(q -> "re: " + q + " ü")) {
            ChatClient client = client(server, LIMITS);
            assertThat(client.complete(ASKED)).isEqualTo(new ChatReply("re: hello ü", 10, 3));
            assertThat(server.bodies)
                    .containsExactly(
                            "{\"model\":\"judge-model\",\"messages\":[{\"role\":\"system\",\"content\":\"be fair\"},"
                                    + "{\"role\":\"user\",\"content\":\"hello\"}],\"temperature\":0,\"max_tokens\":64}");
            assertThat(server.keys).containsExactly("Bearer " + KEY);
            assertThat(client.sent()).isEqualTo(1);
        }
    }

    @Test
    void complete_noKeyAskedFor_sendsNone() throws Exception {
        try (FakeEndpoint server = new FakeEndpoint(q -> "a")) {
            new ChatClient(server.endpoint("", LIMITS), Map.of(), new Seed(1), time).complete(ASKED);
            assertThat(server.keys).containsExactly("null");
        }
    }

    /** Each fault is met once, and the fourth attempt is answered. */
    @Test
    void complete_passingFaults_areAskedAgain() throws Exception {
        try (FakeEndpoint server = new FakeEndpoint(
                q -> "a",
                FakeEndpoint.status(500, "oops"),
                FakeEndpoint.brokenOff(),
                FakeEndpoint.status(200, "<html>not JSON</html>"))) {
            ChatClient client = client(server, LIMITS);
            assertThat(client.complete(ASKED).text()).isEqualTo("a");
            assertThat(client.sent()).isEqualTo(4);
            assertThat(time.pausedMillis).hasSize(3);
            assertThat(time.pausedMillis.get(0)).isBetween(500L, 1000L);
            assertThat(time.pausedMillis.get(1)).isBetween(1000L, 2000L);
            assertThat(time.pausedMillis.get(2)).isBetween(2000L, 4000L);
        }
    }

    @Test
    void complete_sameSeed_pausesAlike() throws Exception {
        FakeTime other = new FakeTime();
        for (FakeTime each : List.of(time, other)) {
            try (FakeEndpoint server = new FakeEndpoint(q -> "a", FakeEndpoint.status(503, ""))) {
                new ChatClient(server.endpoint("", LIMITS), Map.of(), new Seed(7), each).complete(ASKED);
            }
        }
        assertThat(time.pausedMillis).hasSize(1).isEqualTo(other.pausedMillis);
    }

    @Test
    void complete_retryAfter_isHeededToTheMillisecond() throws Exception {
        try (FakeEndpoint server = new FakeEndpoint(q -> "a", FakeEndpoint.busy("7"), FakeEndpoint.busy("soon"))) {
            assertThat(client(server, LIMITS).complete(ASKED).text()).isEqualTo("a");
            assertThat(time.pausedMillis).hasSize(2);
            assertThat(time.pausedMillis.get(0)).isEqualTo(7001); // rounded up, never too early
            assertThat(time.pausedMillis.get(1)).isBetween(1000L, 2000L); // "soon" is no time, so it is our own
        }
    }

    @Test
    void complete_bodyStalls_isGivenUpAndAskedAgain() throws Exception {
        Limits impatient = new Limits(1, Duration.ofMillis(300), 10, 100, 64); // ten, for a machine that is busy
        FakeEndpoint.Behaviour[] first = new FakeEndpoint.Behaviour[1];
        try (FakeEndpoint server = new FakeEndpoint(q -> "a", (exchange, body) -> first[0].treat(exchange, body))) {
            first[0] = server.stalled();
            assertThat(client(server, impatient).complete(ASKED).text()).isEqualTo("a");
            assertThat(server.bodies).hasSizeGreaterThanOrEqualTo(2);
            assertThat(time.pausedMillis).isNotEmpty();
        }
    }

    @Test
    void complete_nonsenseEveryTime_saysWhatItWas() {
        Limits two = new Limits(1, Duration.ofSeconds(5), 2, 100, 64);
        FakeEndpoint.Behaviour nonsense = FakeEndpoint.status(200, "{\"choices\": []}");
        try (FakeEndpoint server = new FakeEndpoint(q -> "a", nonsense, nonsense)) {
            EndpointException failure = failure(server, two);
            assertThat(failure.kind()).isEqualTo(Kind.THIS_REQUEST);
            assertThat(failure)
                    .hasMessage("endpoint must answer in 2 attempts, got at last an answer without"
                            + " choices[0].message.content: {\"choices\": []}");
        }
    }

    @Test
    void complete_wrongKey_endsAtOnceAndShowsNoKey() {
        try (FakeEndpoint server =
                new FakeEndpoint(q -> "a", FakeEndpoint.status(401, "bad key " + KEY + "\n" + "x".repeat(300)))) {
            EndpointException failure = failure(server, LIMITS);
            assertThat(failure.kind()).isEqualTo(Kind.EVERY_REQUEST);
            assertThat(failure)
                    .hasMessage("endpoint must take the request, got status 401: bad key *** " + "x".repeat(188)
                            + "...; check the address, the model's name and the key");
            assertThat(server.bodies).hasSize(1);
        }
    }

    @Test
    void complete_redirect_isNotFollowed() {
        try (FakeEndpoint elsewhere = new FakeEndpoint(q -> "stolen");
                FakeEndpoint server = new FakeEndpoint(q -> "a", (exchange, body) -> {
                    String to = elsewhere.endpoint("", LIMITS).base() + "/chat/completions";
                    exchange.getResponseHeaders().set("Location", to);
                    exchange.sendResponseHeaders(307, -1);
                })) {
            assertThat(failure(server, LIMITS).kind()).isEqualTo(Kind.EVERY_REQUEST);
            assertThat(elsewhere.bodies).isEmpty();
        }
    }

    @Test
    void complete_promptTooLong_failsAlone() {
        try (FakeEndpoint server = new FakeEndpoint(q -> "a", FakeEndpoint.status(400, "context length exceeded"))) {
            EndpointException failure = failure(server, LIMITS);
            assertThat(failure.kind()).isEqualTo(Kind.THIS_REQUEST);
            assertThat(failure).hasMessage("endpoint must take the request, got status 400: context length exceeded");
        }
    }

    @Test
    void complete_nobodyListens_isABrokenConnection() {
        FakeEndpoint gone = new FakeEndpoint(q -> "a");
        gone.close();
        EndpointException failure = failure(gone, new Limits(1, Duration.ofSeconds(5), 2, 100, 64));
        assertThat(failure.getMessage())
                .startsWith("endpoint must answer in 2 attempts, got at last a broken connection (");
    }

    @Test
    void complete_budgetSpent_sendsNothingMore() throws Exception {
        try (FakeEndpoint server = new FakeEndpoint(q -> "a")) {
            ChatClient client = client(server, LIMITS.withCalls(1));
            client.complete(ASKED);
            EndpointException failure = catchThrowableOfType(EndpointException.class, () -> client.complete(ASKED));
            assertThat(failure.kind()).isEqualTo(Kind.BUDGET);
            assertThat(failure)
                    .hasMessage("calls must stay within the budget, got all 1 sent;"
                            + " raise it and run again, what was judged is kept");
            assertThat(server.bodies).hasSize(1);
        }
    }

    @Test
    void endpoint_badSettings_areRefused() {
        assertThatThrownBy(() -> new ChatEndpoint(URI.create("ftp://host/v1"), "m", "", LIMITS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint must be an http or https address, got ftp://host/v1");
        assertThatThrownBy(() -> new ChatEndpoint(URI.create("http://192.0.2.1/v1"), "m", "K", LIMITS))
                .hasMessage("endpoint must be https where a key is sent, got http://192.0.2.1/v1;"
                        + " use https, or no key");
        assertThatThrownBy(() -> new ChatEndpoint(URI.create("https://host/v1"), " ", "", LIMITS))
                .hasMessage("model must be named, got \" \"");
        ChatEndpoint keyed = new ChatEndpoint(URI.create("https://host/v1/"), "m", "JUDGE_KEY", LIMITS);
        assertThat(keyed.address()).hasToString("https://host/v1/chat/completions");
        assertThat(keyed.toString()).doesNotContain(KEY);
        assertThatThrownBy(() -> new ChatClient(keyed, Map.of("JUDGE_KEY", " "), new Seed(1), time))
                .hasMessage("JUDGE_KEY must hold the endpoint's key, got nothing; set it, or name another variable");
        assertThatThrownBy(() -> new Limits(1, Duration.ZERO, 1, 1, 1)).hasMessage("timeout must be above 0, got PT0S");
    }

    @Test
    void client_keyThatCannotStandInAHeader_isRefusedUnseen() {
        ChatEndpoint endpoint = new ChatEndpoint(URI.create("https://host/v1"), "m", "JUDGE_KEY", LIMITS);
        for (String bad : List.of(KEY + "\nxyz", KEY + " xyz", KEY + "\u00fc", "\"\u0007" + KEY)) {
            assertThatThrownBy(() -> new ChatClient(endpoint, Map.of("JUDGE_KEY", bad), new Seed(1), time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("JUDGE_KEY must hold visible ASCII characters alone, got others among its "
                            + bad.length() + "; set it again without spaces, quotes or line ends");
        }
    }

    @Test
    void endpoint_addressWithAPassword_isRefusedUnseen() {
        assertThatThrownBy(() -> new ChatEndpoint(URI.create("https://me:geheim@host/v1"), "m", "", LIMITS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("endpoint must hold no user name or password, got one for host; put the key or token into"
                        + " its environment variable");
    }

    @Test
    void retryAfter_secondsDatesAndNonsense_areUnderstood() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(Backoff.asked("1.5", now)).isEqualTo(Duration.ofMillis(1500));
        assertThat(Backoff.asked("Thu, 01 Jan 2026 00:00:30 GMT", now)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Backoff.asked("Wed, 31 Dec 2025 00:00:00 GMT", now)).isZero();
        assertThat(Backoff.asked("999999", now)).isEqualTo(Duration.ofMinutes(10));
        assertThat(Backoff.asked("", now)).isZero();
        assertThat(Backoff.asked("later", now)).isZero();
    }
}
