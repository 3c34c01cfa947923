package helpsteer.bench.judge;

import helpsteer.run.AppendLog;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a judge all that a file of judgments lacks and appends each judgment as it comes, so that the same call goes on with
 * a run that broke off. An answer without a verdict is asked for once more and then recorded as it is. A request that fails
 * however often it is sent is named and left for the next run; {@value #FAILURES_IN_A_ROW} such in a row end the run.
 */
public final class JudgeRun {
    static final int FAILURES_IN_A_ROW = 5;
    private static final double MILLIS = 1000;

    private final Judge judge;
    private final ChatClient client;
    private final Clock clock;
    private final List<String> unparsed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failed = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger judged = new AtomicInteger();
    private final AtomicInteger inARow = new AtomicInteger();
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong answerTokens = new AtomicLong();
    private volatile String stopped = "";

    private JudgeRun(Judge judge, ChatClient client, Clock clock) {
        this.judge = judge;
        this.client = client;
        this.clock = clock;
    }

    /**
     * How it went.
     *
     * @param before judgments that the file had
     * @param judged judgments added, those without a verdict included
     * @param left calls that have no judgment yet
     * @param unparsed keys of the calls whose answers had no verdict
     * @param failed key and reason of the calls that failed
     * @param stopped why the run ended early; empty where it did not
     * @param sent requests sent, repeats included
     * @param promptTokens tokens read by the judge, as the endpoint counts them
     * @param answerTokens tokens written by it, likewise
     */
    public record Outcome(
            int before,
            int judged,
            int left,
            List<String> unparsed,
            List<String> failed,
            String stopped,
            int sent,
            long promptTokens,
            long answerTokens) {
        public Outcome {
            unparsed = List.copyOf(unparsed);
            failed = List.copyOf(failed);
        }

        /** Whether every call has its judgment. */
        public boolean complete() {
            return left == 0;
        }

        @Override
        public String toString() {
            return judged + " judged, " + before + " before, " + left + " left; " + sent + " requests, " + promptTokens
                    + " + " + answerTokens + " tokens"
                    + (unparsed.isEmpty() ? "" : "\nwithout a verdict: " + String.join("; ", unparsed))
                    + (failed.isEmpty() ? "" : "\nfailed: " + String.join("\n        ", failed))
                    + (stopped.isEmpty() ? "" : "\nstopped: " + stopped);
        }
    }

    /** What asking the rest would send; nothing is sent, and of the file only an unfinished last line is taken away. */
    public static CallEstimate estimate(Judge judge, ChatEndpoint endpoint, Path file) {
        if (!Files.exists(file)) {
            return CallEstimate.of(judge.calls(), endpoint.limits().maxTokens());
        }
        try (AppendLog lines = AppendLog.open(file)) {
            return CallEstimate.of(
                    open(judge, lines, file, endpoint.model()),
                    endpoint.limits().maxTokens());
        }
    }

    /** Asks what the file lacks; an interrupt ends the run, and the thread stays interrupted. */
    public static Outcome run(Judge judge, ChatClient client, Path file) {
        return run(judge, client, file, Clock.systemUTC());
    }

    static Outcome run(Judge judge, ChatClient client, Path file, Clock clock) {
        try (AppendLog lines = AppendLog.open(file)) {
            List<Judge.Call> open = open(judge, lines, file, client.endpoint().model());
            int sentBefore = client.sent();
            JudgeRun run = new JudgeRun(judge, client, clock);
            run.ask(open, lines, judge.calls().size());
            return new Outcome(
                    judge.calls().size() - open.size(),
                    run.judged.get(),
                    open.size() - run.judged.get(),
                    sorted(run.unparsed),
                    sorted(run.failed),
                    run.stopped,
                    client.sent() - sentBefore,
                    run.promptTokens.get(),
                    run.answerTokens.get());
        }
    }

    private static List<String> sorted(List<String> list) {
        return list.stream().sorted().toList();
    }

    private static List<Judge.Call> open(Judge judge, AppendLog lines, Path file, String model) {
        lines.mend();
        if (!lines.hasLines()) {
            return judge.calls();
        }
        Set<String> known = judge.judged(file, model);
        return judge.calls().stream().filter(c -> !known.contains(c.key())).toList();
    }

    private void ask(List<Judge.Call> open, AppendLog lines, int total) {
        ExecutorService threads =
                Executors.newFixedThreadPool(client.endpoint().limits().atOnce());
        CompletionService<Boolean> done = new ExecutorCompletionService<>(threads);
        try {
            for (Judge.Call call : open) {
                done.submit(() -> ask(call, lines), true);
            }
            for (int i = 1; i <= open.size(); i++) {
                done.take().get();
                Progress.current().update("judging", total - open.size() + (long) i, total, "");
            }
        } catch (InterruptedException e) {
            stop("interrupted");
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("judging must go on, got " + e.getCause(), e.getCause());
        } finally {
            end(threads);
        }
    }

    /** Nothing may write to the file once it is closed, so the threads are waited for, interrupted or not. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        while (!threads.isTerminated()) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Judge.Call call, AppendLog lines) {
        if (!stopped.isEmpty()) {
            return;
        }
        try {
            ChatReply reply = counted(client.complete(call.conversation()));
            if (judge.verdict(reply.text()).isEmpty()) {
                reply = again(call, reply);
            }
            inARow.set(0);
            lines.append(json(call, reply));
            judged.incrementAndGet();
            if (judge.verdict(reply.text()).isEmpty()) {
                unparsed.add(call.key());
            }
        } catch (EndpointException e) {
            fail(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the run was ended, this call is asked by the next
        }
    }

    /** The second answer; where there is none the first is kept, since it was paid for. */
    private ChatReply again(Judge.Call call, ChatReply first) throws InterruptedException {
        try {
            return counted(client.complete(call.conversation()));
        } catch (EndpointException e) {
            stopAt(e);
            return first;
        }
    }

    private ChatReply counted(ChatReply reply) {
        promptTokens.addAndGet(reply.promptTokens());
        answerTokens.addAndGet(reply.answerTokens());
        return reply;
    }

    private void fail(Judge.Call call, EndpointException e) {
        if (e.kind() == EndpointException.Kind.THIS_REQUEST) {
            failed.add(call.key() + ": " + e.getMessage());
            if (inARow.incrementAndGet() >= FAILURES_IN_A_ROW) {
                stop(FAILURES_IN_A_ROW + " calls in a row failed; the last: " + e.getMessage());
            }
        }
        stopAt(e);
    }

    private void stopAt(EndpointException e) {
        if (e.kind() != EndpointException.Kind.THIS_REQUEST) {
            stop(String.valueOf(e.getMessage()));
        }
    }

    /** The first reason stands. */
    private synchronized void stop(String reason) {
        if (stopped.isEmpty()) {
            stopped = reason;
        }
    }

    private String json(Judge.Call call, ChatReply reply) {
        return Json.line(judge.line(call, client.endpoint().model(), reply.text(), clock.millis() / MILLIS));
    }
}
