package helpsteer.reward.scoring;

import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.UnscoredRow;
import helpsteer.data.io.UnscoredRows;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import helpsteer.text.TruncationStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One pass over the input. */
final class ScoringPass {
    private static final int NAMED = 10;

    private final StreamScoring settings;
    private final RewardModel model;
    private final UnscoredRows input;
    private final ScoreOutput output;
    private final long total;
    private final long started = System.nanoTime();
    private long rows;
    private long scoredNow;
    private long bad;
    private final List<String> firstBad = new ArrayList<>();
    private Optional<TruncationStats> cuts = Optional.empty();

    ScoringPass(StreamScoring settings, RewardModel model, UnscoredRows input, ScoreOutput output, long total) {
        this.settings = settings;
        this.model = model;
        this.input = input;
        this.output = output;
        this.total = total;
    }

    StreamScoring.Summary all() throws IOException {
        List<UnscoredRow> window = input.next(settings.windowRows());
        boolean goesOn = true;
        while (!window.isEmpty()) {
            refuse(window);
            goesOn = goesOn && keep(window);
            if (goesOn) {
                exchanges(window).ifPresent(e -> count(model.cuts(e)));
            } else {
                write(window);
            }
            rows += window.size();
            if (cuts.isPresent() && cuts.get().textsCut() > settings.maxCut() * 2 * total) {
                cuts.get().atMost(settings.maxCut()); // whatever the rest is, a row has at most two texts
            }
            Progress.current().update("scoring rows", rows, total, goesOn ? "done before" : output.damage());
            window = input.next(settings.windowRows());
        }
        if (goesOn && output.more()) {
            throw more(rows);
        }
        cuts.ifPresent(c -> c.atMost(settings.maxCut()));
        double seconds = (System.nanoTime() - started) / 1e9;
        return new StreamScoring.Summary(
                rows, scoredNow, seconds, cuts, new StreamScoring.Bad(bad, List.copyOf(firstBad)));
    }

    private void refuse(List<UnscoredRow> window) {
        for (UnscoredRow row : window) {
            if (row.refusal().isPresent()) {
                String reason =
                        input.name() + ":" + row.line() + ": " + row.refusal().get();
                if (!settings.skipBad()) {
                    throw new InvalidDataException(
                            reason + "; " + rows + " rows are kept, and the same call goes on once this one is mended");
                }
                bad++;
                if (firstBad.size() < NAMED) {
                    firstBad.add(reason);
                }
            }
        }
    }

    /** Whether an earlier run has written the window whole; what it has written must be of these rows. */
    private boolean keep(List<UnscoredRow> window) throws IOException {
        List<String> lines = output.next(window.size());
        for (int i = 0; i < Math.min(lines.size(), window.size()); i++) {
            if (!ScoredRow.isOf(lines.get(i), window.get(i))) {
                throw new IllegalArgumentException("output row " + window.get(i).line() + " must be of " + input.name()
                        + ":" + window.get(i).line()
                        + ", got another text; it was begun with another input, so remove it to begin again");
            }
        }
        if (lines.size() > window.size()) {
            throw more(rows + window.size());
        }
        if (lines.size() < window.size()) {
            return false;
        }
        output.keep();
        return true;
    }

    private IllegalArgumentException more(long all) {
        return new IllegalArgumentException("output must have no more rows than " + input.name() + ", got more than "
                + all + "; it was begun with another input, so remove it to begin again");
    }

    private void write(List<UnscoredRow> window) {
        List<ScoredRow.Made> made = exchanges(window).map(this::made).orElse(List.of());
        scoredNow += made.size();
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (UnscoredRow row : window) {
            List<ScoredRow.Made> own = made.subList(at, at + row.answers().size());
            at += own.size();
            lines.add(own.isEmpty() ? ScoredRow.refused(row) : ScoredRow.of(row, own, settings.meaning()));
        }
        try {
            output.write(lines);
        } catch (UncheckedIOException e) {
            IOException cause = Objects.requireNonNull(e.getCause());
            throw new UncheckedIOException(
                    "cannot write the output: " + cause.getMessage() + "; " + rows
                            + " rows are kept, so make room and run the same again",
                    cause);
        }
    }

    private List<ScoredRow.Made> made(List<PromptResponse> exchanges) {
        boolean vectors = settings.calibration().isPresent();
        return Progress.during(
                Progress.SILENT,
                () -> { // the rows of a window are not those of the run
                    List<ScoredRow.Made> out = new ArrayList<>();
                    if (vectors) {
                        RewardModel.Represented made = model.represented(exchanges);
                        for (int i = 0; i < exchanges.size(); i++) {
                            out.add(new ScoredRow.Made(
                                    made.scores().get(i),
                                    Optional.of(made.vectors().get(i))));
                        }
                        count(made.cuts());
                    } else {
                        RewardModel.Scored scored = model.scored(exchanges);
                        scored.scores().forEach(scores -> out.add(new ScoredRow.Made(scores, Optional.empty())));
                        count(scored.cuts());
                    }
                    return out;
                });
    }

    private void count(TruncationStats more) {
        cuts = Optional.of(cuts.map(c -> c.plus(more)).orElse(more));
    }

    private static Optional<List<PromptResponse>> exchanges(List<UnscoredRow> window) {
        List<PromptResponse> out = window.stream()
                .flatMap(row -> row.answers().stream())
                .map(answer -> new PromptResponse(answer.prompt(), answer.response()))
                .toList();
        return out.isEmpty() ? Optional.empty() : Optional.of(out);
    }
}
