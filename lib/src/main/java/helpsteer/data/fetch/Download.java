package helpsteer.data.fetch;

import helpsteer.data.io.OfficialFile;
import helpsteer.data.io.Rows;
import helpsteer.run.Progress;
import helpsteer.run.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One file's way from the hub to a part file, attempt by attempt. */
public final class Download {
    private static final int MOST_REDIRECTS = 10;
    private static final int BUFFER = 1 << 16;
    private static final String REDIRECT = "redirect of the hub";
    private static final String LOOK = "check HF_ENDPOINT";
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration STALL = Duration.ofSeconds(60);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final FetchSettings settings;
    private final OfficialFile file;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    Download(FetchSettings settings, OfficialFile file) {
        this.settings = settings;
        this.file = file;
    }

    /** A fault that another attempt may not meet. */
    static final class Broken extends IOException {
        private final long retryAfterSeconds;

        Broken(String message, Duration retryAfter) {
            super(message);
            this.retryAfterSeconds = retryAfter.toSeconds();
        }

        /** How long the server asks to wait; zero where it asks nothing. */
        Duration retryAfter() {
            return Duration.ofSeconds(retryAfterSeconds);
        }
    }

    String task() {
        return "fetching " + file.localName();
    }

    /** Where the mark of the version that a part file belongs to is kept. */
    static Path tagOf(Path part) {
        return part.resolveSibling(Rows.nameOf(part) + ".etag");
    }

    /** Appends to the part file what it lacks, or fills it anew where the hub's file is not the same any more. */
    void run(Path part, FileChannel channel) throws IOException, InterruptedException {
        String tag = Files.exists(tagOf(part)) ? Files.readString(tagOf(part)) : "";
        long have = tag.isEmpty() ? 0 : channel.size();
        HttpResponse<InputStream> response = answer(have, tag);
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case 200 -> save(response, body, part, channel, 0);
                case 206 -> save(response, body, part, channel, checkedStart(response, have, part));
                case 416 -> restart(part, channel);
                default -> throw refusal(response);
            }
        }
    }

    private HttpResponse<InputStream> answer(long have, String tag) throws IOException, InterruptedException {
        URI at = URI.create(file.hub().address(settings.endpoint().toString()));
        for (int redirect = 0; redirect <= MOST_REDIRECTS; redirect++) {
            HttpResponse<InputStream> response = send(request(at, have, tag));
            String location = response.headers().firstValue("Location").orElse("");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            at = redirected(at, location);
        }
        throw new Broken("more than " + MOST_REDIRECTS + " redirects", Duration.ZERO);
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws Broken, InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Broken("no connection to " + request.uri().getHost() + " (" + reason(e) + ")", Duration.ZERO);
        }
    }

    /** Where a redirect leads: to the web, and from https never to http, where anybody could change the file. */
    public static URI redirected(URI from, String location) throws IOException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(REDIRECT + " must lead to an http or https address, got none; " + LOOK, e);
        }
        boolean secure = Endpoint.isScheme(to, "https");
        if ((!secure && !Endpoint.isScheme(to, "http")) || to.getHost() == null) {
            throw new IOException(
                    REDIRECT + " must lead to an http or https address, got scheme " + to.getScheme() + "; " + LOOK);
        }
        if (Endpoint.isScheme(from, "https") && !secure) {
            throw new IOException(REDIRECT + " must stay with https, got http to " + to.getHost() + "; " + LOOK);
        }
        return to;
    }

    private HttpRequest request(URI at, long have, String tag) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(ANSWER).header("User-Agent", "helpsteer");
        // The token is for the hub alone: a redirect leads to another company's store, which must not see it.
        if (!settings.token().isEmpty() && sameHost(at)) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-").header("If-Range", tag);
        }
        return request.build();
    }

    private boolean sameHost(URI at) {
        URI own = settings.endpoint();
        return own.getScheme().equals(at.getScheme())
                && String.valueOf(own.getAuthority()).equals(at.getAuthority());
    }

    private static long checkedStart(HttpResponse<?> response, long have, Path part) throws IOException {
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (!range.startsWith("bytes " + have + "-")) {
            Files.deleteIfExists(tagOf(part));
            throw new Broken("a piece from elsewhere (Content-Range \"" + range + "\")", Duration.ZERO);
        }
        return have;
    }

    /** Nothing lies behind the bytes at hand: they are the whole file, which the check will tell, or worth nothing. */
    private void restart(Path part, FileChannel channel) throws IOException {
        if (file.bytes().isEmpty() || file.bytes().getAsLong() != channel.size()) {
            Files.deleteIfExists(tagOf(part));
            throw new Broken("status 416", Duration.ZERO);
        }
    }

    private void save(HttpResponse<?> response, InputStream body, Path part, FileChannel channel, long from)
            throws IOException, InterruptedException {
        String tag = response.headers().firstValue("ETag").orElse("");
        // A weak mark promises equal meaning, not equal bytes, so it cannot join two pieces.
        if (tag.isEmpty() || tag.startsWith("W/")) {
            Files.deleteIfExists(tagOf(part));
        } else {
            Files.writeString(tagOf(part), tag);
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        long total = length < 0 ? file.bytes().orElse(-1) : from + length;
        checkRoom(part, total - from);
        channel.truncate(from);
        channel.position(from);
        copy(body, channel, total);
        if (total >= 0 && channel.size() < total) {
            throw new Broken("the end after " + channel.size() + " of " + total + " bytes", Duration.ZERO);
        }
    }

    private void checkRoom(Path part, long needed) throws IOException {
        long room = part.toAbsolutePath().resolveSibling("").toFile().getUsableSpace(); // works in a chroot, too
        if (needed > room) {
            throw new IOException(file.localName() + " must fit on the disk, got " + room + " bytes free of " + needed
                    + "; free some space or set " + Workspace.CACHE_VARIABLE);
        }
    }

    /**
     * Copies in a thread of its own, since the JDK's stream swallows an interrupt while it waits for bytes; the caller hears
     * it, and watches for a connection that stalls. To close the stream ends the read.
     */
    private void copy(InputStream body, FileChannel channel, long total) throws IOException, InterruptedException {
        AtomicLong lastBytes = new AtomicLong(System.nanoTime());
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "helpsteer-fetch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<Long> copied = reader.submit(() -> copy(body, channel, total, lastBytes));
            while (!ended(copied)) {
                if (System.nanoTime() - lastBytes.get() > STALL.toNanos()) {
                    body.close();
                }
            }
        } finally {
            body.close();
            reader.shutdown();
            reader.awaitTermination(1, TimeUnit.MINUTES); // it may be within a write
        }
    }

    private long copy(InputStream body, FileChannel channel, long total, AtomicLong lastBytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = read(body, buffer, channel); n >= 0; n = read(body, buffer, channel)) {
            lastBytes.set(System.nanoTime());
            write(channel, ByteBuffer.wrap(buffer, 0, n));
            Progress.current().update(task(), channel.size(), total, "");
        }
        return channel.size();
    }

    /** Whether all was copied; waits a second for it. */
    private static boolean ended(Future<?> copied) throws IOException, InterruptedException {
        try {
            copied.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException("a download must go on, got " + e.getCause(), e.getCause());
        }
    }

    private static int read(InputStream body, byte[] buffer, FileChannel channel) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new Broken(
                    "a broken connection after " + channel.size() + " bytes (" + reason(e) + ")", Duration.ZERO);
        }
    }

    private void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new IOException(
                    file.localName() + " must be written, got " + reason(e) + "; free some space or set "
                            + Workspace.CACHE_VARIABLE,
                    e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private IOException refusal(HttpResponse<?> response) {
        int status = response.statusCode();
        String what = file.hub().repository() + "/" + file.hub().path();
        if (status == 401 || status == 403) {
            return new IOException(what + " must be open to you, got status " + status
                    + "; accept its terms on the hub and set HF_TOKEN to a token that may read it");
        }
        if (status == 404) {
            return new IOException(
                    what + " must exist at revision " + file.hub().revision()
                            + ", got status 404; check HF_ENDPOINT, or look whether the dataset has moved");
        }
        if (status == 408 || status == 429 || status >= 500) {
            return new Broken("status " + status, retryAfter(response));
        }
        return new IOException(what + " must be sent, got status " + status);
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String asked = response.headers().firstValue("Retry-After").orElse("");
        if (!asked.matches("\\d{1,6}")) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(asked));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
