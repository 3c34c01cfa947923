package helpsteer.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import helpsteer.ChildJvm;
import helpsteer.data.TestFiles;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.OfficialFile;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server on this machine that behaves as badly as the test asks. */
class FetchTest {
    private static final byte[] CONTENT = content();
    private static final String HASH = hash(CONTENT);
    private static final String TAG = "\"v1\"";
    private static final int HALF = CONTENT.length / 2;

    private final Path cache;
    private final HttpServer server;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    FetchTest(@TempDir Path cache) throws IOException {
        this.cache = cache;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** One answer of the server; the number counts requests from 1. */
    private interface Answer {
        void to(HttpExchange exchange, int number) throws IOException;
    }

    private void answer(Answer answer) {
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath()
                    + " range=" + exchange.getRequestHeaders().getFirst("Range")
                    + " if=" + exchange.getRequestHeaders().getFirst("If-Range")
                    + " auth=" + exchange.getRequestHeaders().getFirst("Authorization"));
            try (exchange) {
                answer.to(exchange, requests.size());
            }
        });
    }

    private static byte[] content() {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        bytes[0] = 0x1f;
        bytes[1] = (byte) 0x8b;
        return bytes;
    }

    private static String hash(byte[] bytes) {
        MessageDigest digest = Hash.digest();
        digest.update(bytes);
        return Hash.hex(digest);
    }

    private static OfficialFile file(OfficialFile.Known known) {
        return new OfficialFile(new OfficialFile.Hub("us/set", "r1", "a/b.jsonl.gz"), "set/b.jsonl.gz", known);
    }

    private static OfficialFile file() {
        return file(new OfficialFile.Known(CONTENT.length, 0, HASH));
    }

    private Fetch fetch(String token, boolean offline) {
        URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
        return new Fetch(new FetchSettings(endpoint, token, offline, 3, Duration.ofMillis(1)), cache);
    }

    private Fetch fetch() {
        return fetch("", false);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("ETag", TAG);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Promises everything, sends a part, then breaks off. */
    private static void breakOff(HttpExchange exchange, int to) throws IOException {
        int from = asked(exchange);
        exchange.getResponseHeaders().set("ETag", TAG);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, CONTENT.length - from);
        OutputStream out = exchange.getResponseBody();
        out.write(CONTENT, from, to - from);
        out.flush();
    }

    /**
     * Where the request asks to go on. A client may see the connection break before it has read all that was sent, so
     * no test can say beforehand which byte that is.
     */
    private static int asked(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    private static void sendRest(HttpExchange exchange) throws IOException {
        int from = asked(exchange);
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
        send(exchange, 206, Arrays.copyOfRange(CONTENT, from, CONTENT.length));
    }

    private void assertArrived(Path file) throws IOException {
        assertThat(file).isEqualTo(cache.resolve("set/b.jsonl.gz")).hasBinaryContent(CONTENT);
        try (var names = Files.list(cache.resolve("set"))) {
            assertThat(names).containsExactly(file);
        }
    }

    @Test
    void file_soundServer_arrivesUnderItsNameOnce() throws Exception {
        answer((exchange, number) -> send(exchange, 200, CONTENT));
        assertArrived(fetch().file(file()));
        assertArrived(fetch().file(file()));
        assertThat(requests).containsExactly("/datasets/us/set/resolve/r1/a/b.jsonl.gz range=null if=null auth=null");
    }

    @Test
    void file_progress_endsAtTheWhole() throws Exception {
        answer((exchange, number) -> send(exchange, 200, CONTENT));
        List<String> heard = new ArrayList<>();
        URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort());
        Fetch fetch = new Fetch(new FetchSettings(endpoint, "", false, 1, Duration.ZERO), cache);
        Progress.during(
                (task, done, total, note) -> heard.add(task + " " + done + "/" + total + note),
                () -> fetch.file(file()));
        assertThat(heard.get(heard.size() - 1)).isEqualTo("fetching set/b.jsonl.gz 300000/300000");
    }

    @Test
    void file_connectionBreaks_goesOnWhereItBroke() throws Exception {
        answer((exchange, number) -> {
            if (number == 1) {
                breakOff(exchange, HALF);
            } else {
                sendRest(exchange);
            }
        });
        assertArrived(fetch().file(file()));
        assertThat(requests.get(1)).matches(".* range=bytes=[1-9]\\d*- if=\"v1\" auth=null");
    }

    /** The JDK's body stream swallows an interrupt while it waits for bytes. */
    @Test
    void file_interruptedWhileTheServerIsSilent_endsAtOnceAndANewRunGoesOn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        answer((exchange, number) -> {
            if (number == 1) {
                breakOff(exchange, HALF);
                await(end);
            } else {
                sendRest(exchange);
            }
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> thrown.set(catchThrowable(() -> fetch().file(file()))));
        thread.start();
        Path part = cache.resolve("set/b.jsonl.gz.part");
        while (!Files.exists(part) || Files.size(part) < HALF) {
            Thread.sleep(5);
        }
        thread.interrupt();
        thread.join(5000);
        boolean ended = !thread.isAlive();
        end.countDown();
        assertThat(ended).as("ended within five seconds").isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(Files.size(part)).isEqualTo(HALF);
        assertArrived(fetch().file(file()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void file_hubsFileChangedMeanwhile_beginsAnew() throws Exception {
        byte[] other = CONTENT.clone();
        other[5]++;
        answer((exchange, number) -> {
            if (number == 1) {
                exchange.getResponseHeaders().set("ETag", "\"v0\"");
                exchange.sendResponseHeaders(200, other.length);
                exchange.getResponseBody().write(other, 0, HALF);
                exchange.getResponseBody().flush();
            } else {
                send(exchange, 200, CONTENT);
            }
        });
        assertArrived(fetch().file(file()));
    }

    @Test
    void file_alwaysBreaks_saysWhereToGoOnAndANewRunDoes() throws Exception {
        int[] ends = {100_000, 150_000, 200_000};
        answer((exchange, number) -> {
            if (number <= 3) {
                breakOff(exchange, ends[number - 1]);
            } else {
                sendRest(exchange);
            }
        });
        Throwable broken = catchThrowable(() -> fetch().file(file()));
        Path part;
        try (var names = Files.list(cache.resolve("set"))) {
            part = names.filter(name -> name.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
        long saved = Files.size(part);
        assertThat(saved).isBetween(1L, 200_000L);
        assertThat(broken)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "set/b.jsonl.gz must arrive whole, got a broken connection after " + saved + " bytes (")
                .hasMessageEndingWith("in the last of 3 attempts; run the command again to go on from byte " + saved);
        assertThat(cache.resolve("set/b.jsonl.gz")).doesNotExist();
        assertArrived(fetch().file(file()));
        assertThat(requests.get(3)).contains("range=bytes=" + saved + "-");
    }

    @Test
    void file_promisesTooLittle_isRefusedBySize() {
        answer((exchange, number) -> send(exchange, 200, Arrays.copyOf(CONTENT, 1000)));
        assertRefused(file(), "b.jsonl.gz:0: file must have 300000 bytes, got 1000");
    }

    @Test
    void file_garbageOfTheRightSize_isRefusedByForm() {
        byte[] garbage = new byte[CONTENT.length];
        answer((exchange, number) -> send(exchange, 200, garbage));
        assertRefused(file(), "b.jsonl.gz:0: file must be gzip, got another form");
    }

    @Test
    void file_oneByteWrong_isRefusedByHash() {
        byte[] wrong = CONTENT.clone();
        wrong[7]++;
        answer((exchange, number) -> send(exchange, 200, wrong));
        assertRefused(file(), "b.jsonl.gz:0: SHA-256 must be " + HASH + ", got " + hash(wrong));
    }

    @Test
    void file_onlyBothEndsOfTheHashKnown_areChecked() throws Exception {
        answer((exchange, number) -> send(exchange, 200, CONTENT));
        String ends = HASH.substring(0, 8) + "...";
        assertRefused(
                file(new OfficialFile.Known(0, 0, ends + "0000")),
                "b.jsonl.gz:0: SHA-256 must be " + ends + "0000, got " + HASH);
        assertArrived(fetch().file(file(new OfficialFile.Known(0, 0, ends + HASH.substring(60)))));
    }

    /** What is refused leaves nothing behind, so that the next run begins anew. */
    private void assertRefused(OfficialFile file, String reason) {
        assertThatThrownBy(() -> fetch().file(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        reason + "; delete what is there and fetch again, or look whether the hub's file has changed");
        assertThat(cache.resolve("set/b.jsonl.gz")).doesNotExist();
        assertThat(cache.resolve("set/b.jsonl.gz.part")).doesNotExist();
    }

    @Test
    void file_redirect_isFollowedAndTheTokenStaysHome() throws Exception {
        int port = server.getAddress().getPort();
        answer((exchange, number) -> {
            switch (number) {
                case 1 -> {
                    exchange.getResponseHeaders().set("Location", "/second");
                    exchange.sendResponseHeaders(307, -1);
                }
                case 2 -> {
                    // another name of this machine, so another host
                    exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + port + "/store");
                    exchange.sendResponseHeaders(302, -1);
                }
                default -> send(exchange, 200, CONTENT);
            }
        });
        assertArrived(fetch("secret", false).file(file()));
        assertThat(requests)
                .containsExactly(
                        "/datasets/us/set/resolve/r1/a/b.jsonl.gz range=null if=null auth=Bearer secret",
                        "/second range=null if=null auth=Bearer secret",
                        "/store range=null if=null auth=null");
    }

    @Test
    void file_redirectsInACircle_endWithAMessage() {
        answer((exchange, number) -> {
            exchange.getResponseHeaders().set("Location", "/again");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThatThrownBy(() -> fetch().file(file()))
                .hasMessage(
                        "set/b.jsonl.gz must arrive whole, got more than 10 redirects in the last of 3 attempts; run"
                                + " the command again to go on from byte 0");
    }

    @Test
    void file_refusals_sayWhatToDoAndAreNotTriedAgain() {
        int[] status = {401};
        answer((exchange, number) -> send(exchange, status[0], new byte[0]));
        assertThatThrownBy(() -> fetch().file(file()))
                .hasMessage(
                        "us/set/a/b.jsonl.gz must be open to you, got status 401; accept its terms on the hub and set"
                                + " HF_TOKEN to a token that may read it");
        status[0] = 404;
        assertThatThrownBy(() -> fetch().file(file()))
                .hasMessage("us/set/a/b.jsonl.gz must exist at revision r1, got status 404; check HF_ENDPOINT, or look"
                        + " whether the dataset has moved");
        assertThat(requests).hasSize(2);
    }

    @Test
    void file_busyServer_isTriedAgainAfterTheTimeItAsks() throws Exception {
        answer((exchange, number) -> {
            if (number < 3) {
                exchange.getResponseHeaders().set("Retry-After", number == 1 ? "1" : "soon");
                send(exchange, number == 1 ? 429 : 503, new byte[0]);
            } else {
                send(exchange, 200, CONTENT);
            }
        });
        long began = System.nanoTime();
        assertArrived(fetch().file(file()));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void file_pieceFromElsewhere_isNotJoined() throws Exception {
        answer((exchange, number) -> {
            if (number == 1) {
                breakOff(exchange, HALF);
            } else if (number == 2) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 7-9/300000");
                send(exchange, 206, new byte[3]);
            } else {
                send(exchange, 200, CONTENT);
            }
        });
        assertArrived(fetch().file(file()));
        assertThat(requests.get(2)).contains("range=null");
    }

    @Test
    void file_nobodyListens_isOneMessage() throws Exception {
        server.stop(0);
        assertThatThrownBy(() -> fetch().file(file()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("set/b.jsonl.gz must arrive whole, got no connection to localhost (");
    }

    @Test
    void file_offline_isRefusedUnlessThere() throws Exception {
        assertThatThrownBy(() -> fetch("", true).file(file()))
                .hasMessage("HF_HUB_OFFLINE must be unset to download set/b.jsonl.gz, got 1; unset it, or set"
                        + " HELPSTEER_DATA to a folder that has the file");
        TestFiles.write(cache, "set/b.jsonl.gz", CONTENT);
        assertArrived(fetch("", true).file(file()));
    }

    /** A process gives up its lock on a file when it closes any descriptor of that file, as whoever checks it does. */
    @Test
    void file_partReadWhileItIsWritten_isStillShutToOtherProcesses() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        answer((exchange, number) -> {
            if (number == 1) {
                breakOff(exchange, HALF);
                await(end);
            } else {
                sendRest(exchange);
            }
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> thrown.set(catchThrowable(() -> fetch().file(file()))));
        thread.start();
        Path part = cache.resolve("set/b.jsonl.gz.part");
        while (!Files.exists(part) || Files.size(part) < HALF) {
            Thread.sleep(5);
        }
        assertThat(Files.readAllBytes(part)).hasSize(HALF);
        Process other =
                ChildJvm.start(List.of(), FetchTest.class, server.getAddress().getPort() + "", cache.toString());
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Throwable here = catchThrowable(() -> fetch().file(file()));
        thread.interrupt();
        end.countDown();
        thread.join();
        String refusal = "b.jsonl.gz.part must not be in use, got process "
                + ProcessHandle.current().pid() + " writing it in another download; wait for it";
        assertThat(said.strip()).isEqualTo(refusal);
        assertThat(here).hasMessage(refusal);
        assertThat(requests).hasSize(1);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertArrived(fetch().file(file()));
    }

    /** Downloads in a process of its own, from a port into a folder. */
    public static void main(String[] arguments) throws Exception {
        URI endpoint = URI.create("http://localhost:" + arguments[0]);
        FetchSettings settings = new FetchSettings(endpoint, "", false, 1, Duration.ofMillis(1));
        try {
            System.out.println(new Fetch(settings, Path.of(arguments[1])).file(file()));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    @Test
    void settings_environment_isReadAsTheHubsClientDoes() {
        FetchSettings none = FetchSettings.of(Map.of());
        assertThat(none.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(none.offline()).isFalse();
        FetchSettings some = FetchSettings.of(
                Map.of("HF_ENDPOINT", "https://mirror/x/", "HF_TOKEN", " secret\n", "HF_HUB_OFFLINE", "1"));
        assertThat(some.token()).isEqualTo("secret");
        assertThat(some).hasToString("https://mirror/x (offline) (with token)");
        assertThat(FetchSettings.of(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
        assertThatThrownBy(() -> FetchSettings.of(Map.of("HF_ENDPOINT", "mirror")))
                .hasMessage("HF_ENDPOINT must be an http or https address, got mirror");
    }

    @Test
    void officialFiles_names_areThoseTheReadersAskFor() {
        assertThat(OfficialFile.datasets())
                .containsExactly(
                        "helpsteer2",
                        "helpsteer1",
                        "helpsteer3",
                        "rewardbench-v1",
                        "rewardbench-v2",
                        "hh-rlhf",
                        "oasst1");
        assertThat(OfficialFile.of("helpsteer2")).hasSize(4);
        assertThat(OfficialFile.of("helpsteer2").get(3).rows()).hasValue(9125);
        assertThatThrownBy(() -> OfficialFile.of("x"))
                .hasMessage("dataset must be one of helpsteer2, helpsteer1, helpsteer3, rewardbench-v1, rewardbench-v2,"
                        + " hh-rlhf, oasst1, got \"x\"");
    }

    @Test
    void file_folderOfSimulatedData_isRefused() throws IOException {
        Files.writeString(cache.resolve("simulated.json"), "{}");
        assertThatThrownBy(() -> fetch().file(file()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("simulated.json:0: the download cache must not hold simulated data, got " + cache
                        + "; keep official and simulated files in different folders");
    }
}
