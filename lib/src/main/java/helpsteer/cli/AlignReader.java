package helpsteer.cli;

import helpsteer.align.Policy;
import helpsteer.align.pipeline.AttributeAnnotation;
import helpsteer.align.sft.SftExample;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.Turn;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.Conversation;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.reward.CachedScorer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a policy is aligned with, and tells how much of it is dropped for which reason. */
record AlignReader(AlignWords asked, Policy policy, DataHome home, PrintStream out) {
    private static final int LOOKED_AT = 4; // prompts trained on for one that is looked at

    /**
     * Reads all that the stages and the examination need.
     *
     * @throws UsageException where too few prompts can be asked
     */
    AlignRows read() {
        return asked.data().map(this::ofChats).orElseGet(this::ofSamples);
    }

    private AlignRows ofSamples() {
        List<RatedResponse> kept = rows(HelpSteer2.samples(HelpSteer2.train(home)), SftExample::plain, home.describe());
        return of(kept.stream().map(SftExample::plain).toList(), kept);
    }

    private AlignRows ofChats(Path file) {
        List<Conversation> kept = rows(
                Conversation.read(file, Strictness.STRICT).rows(),
                SftExample::plain,
                String.valueOf(file.getFileName()));
        return of(kept.stream().map(SftExample::plain).toList(), learnsRatings() ? answers(kept) : List.of());
    }

    private boolean learnsRatings() {
        return asked.stages().contains(AlignWords.STEERLM);
    }

    private <T> List<T> rows(List<T> all, Function<T, SftExample> lesson, String source) {
        Filtered<T> kept = kept(all, asked.rows(), "--rows", row -> tooLong(lesson.apply(row)));
        out.println("rows: " + kept + "; " + source);
        return kept.items();
    }

    /** The rated answers, each once: conversations of one tree share their beginnings. */
    private List<RatedResponse> answers(List<Conversation> chats) {
        AttributeAnnotation annotation = asked.annotate()
                .map(folder -> annotated(folder, chats))
                .orElseGet(() -> new AttributeAnnotation(chats, Map.of(), Map.of()));
        held(annotation).forEach(out::println);
        List<RatedResponse> once = annotation.samples();
        int all = annotation.chats().stream()
                .mapToInt(chat -> chat.ratings().size())
                .sum();
        if (all > once.size()) {
            out.println("rated answers: " + once.size() + " of " + all
                    + ", the others stand in more than one conversation and are learned once");
        }
        return once;
    }

    private static AttributeAnnotation annotated(Path folder, List<Conversation> chats) {
        try (CachedScorer scorer = AlignCommand.scorer(folder)) {
            return AttributeAnnotation.of(chats, scorer, new TerminalProgress());
        }
    }

    /** Scores that became the end of the scale, a line for each end where there are some. */
    static List<String> held(AttributeAnnotation annotation) {
        return Stream.of(
                        held(annotation.below(), "below " + Attribute.MIN),
                        held(annotation.above(), "above " + Attribute.MAX))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> held(Map<Attribute, Integer> counts, String where) {
        String some = Arrays.stream(Attribute.values())
                .filter(a -> counts.getOrDefault(a, 0) > 0)
                .map(a -> a.key() + " " + counts.get(a))
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? Optional.empty() : Optional.of("scores " + where + ", taken as that: " + some);
    }

    private AlignRows of(List<SftExample> plain, List<RatedResponse> samples) {
        Split<SftExample> lessons = split(plain, "");
        Split<SftExample> rated = new Split<>(List.of(), List.of());
        AlignWish wish = AlignWish.PAPER;
        if (learnsRatings()) {
            List<SftExample> all = samples.stream().map(SftExample::rated).toList();
            Filtered<SftExample> kept = kept(all, Integer.MAX_VALUE, "", this::tooLong);
            out.println("rated responses: " + kept);
            rated = split(kept.items(), " rated");
            wish = AlignWish.of(rated.train());
        }
        if (asked.judge().isPresent() && asked.stages().stream().anyMatch(AlignWords::told)) {
            out.println(wish);
        }
        return new AlignRows(lessons, rated, wish, questions(lessons, wish), examined(plain, wish));
    }

    private static Split<SftExample> split(List<SftExample> all, String which) {
        Split<SftExample> lessons =
                AlignRows.split(all, lesson -> lesson.exchange().prompt());
        if (lessons.train().isEmpty() || lessons.validation().isEmpty()) {
            throw new IllegalArgumentException("rows must give" + which + " responses to train on and to hold out, got "
                    + lessons.train().size() + " and " + lessons.validation().size()
                    + "; give more rows or more --tokens"
                    + (which.isEmpty() ? "" : ", or ratings by --annotate"));
        }
        return lessons;
    }

    private Split<Prompt> questions(Split<SftExample> lessons, AlignWish wish) {
        if (!asked.stages().contains(AlignWords.STEERLM2)) {
            return new Split<>(List.of(), List.of());
        }
        Filtered<Prompt> train = questions(lessons.train(), asked.prompts(), wish);
        Filtered<Prompt> held = questions(lessons.validation(), Math.max(1, asked.prompts() / LOOKED_AT), wish);
        out.println("prompts of an iteration: " + train + "; to look at: " + held);
        if (train.items().isEmpty() || held.items().isEmpty()) {
            throw new UsageException("prompts of an iteration to train on and to look at must be at least one each that"
                    + leaves() + ", got " + train.items().size() + " and "
                    + held.items().size() + "; raise --rows or --tokens, or lower --answer");
        }
        return new Split<>(train.items(), held.items());
    }

    private Filtered<Prompt> questions(List<SftExample> lessons, int most, AlignWish wish) {
        List<Prompt> all = lessons.stream()
                .map(lesson -> lesson.exchange().prompt())
                .distinct()
                .toList();
        return kept(all, most, "--prompts", prompt -> noRoom(prompt, wish));
    }

    private List<Prompt> examined(List<SftExample> learned, AlignWish wish) {
        if (asked.judge().isEmpty()) {
            return List.of();
        }
        Set<String> seen = learned.stream()
                .map(lesson -> firstTurn(lesson.exchange().prompt()))
                .collect(Collectors.toSet());
        List<Prompt> all = HelpSteer2.validation(home).stream()
                .map(pair -> pair.first().prompt())
                .distinct()
                .toList();
        Filtered<Prompt> kept = kept(
                all,
                asked.prompts(),
                "--prompts",
                prompt ->
                        seen.contains(firstTurn(prompt)) ? Optional.of("begins as a row does") : noRoom(prompt, wish));
        out.println("prompts of the examination: " + kept);
        if (kept.items().size() < 2) {
            throw new UsageException("--prompts must be at least 2 that begin as no row does and" + leaves() + ", got "
                    + kept.items().size() + "; raise --prompts or --tokens, or lower --answer");
        }
        return kept.items();
    }

    /** The user's first words: what stands before them does not make them another question. */
    private static String firstTurn(Prompt prompt) {
        List<Turn> turns = AlignRows.beginning(prompt).turns();
        return turns.get(turns.size() - 1).text();
    }

    private Optional<String> tooLong(SftExample lesson) {
        return policy.fits(lesson.exchange(), lesson.wanted())
                ? Optional.empty()
                : Optional.of("longer than " + policy.reading().maxTokens() + " tokens");
    }

    private Optional<String> noRoom(Prompt prompt, AlignWish wish) {
        return policy.leavesRoom(
                        prompt, Optional.of(wish.ratings()), asked.sampling().maxTokens())
                ? Optional.empty()
                : Optional.of("no room for an answer");
    }

    private String leaves() {
        return " leave room for --answer " + asked.sampling().maxTokens() + " within --tokens "
                + policy.reading().maxTokens();
    }

    /** The first items that nothing speaks against, so many at most; those behind them count as beyond the limit. */
    private static <T> Filtered<T> kept(List<T> items, int most, String limit, Function<T, Optional<String>> against) {
        List<T> kept = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>();
        for (T item : items) {
            Optional<String> reason = kept.size() < most ? against.apply(item) : Optional.of("beyond " + limit);
            reason.ifPresentOrElse(why -> dropped.merge(why, 1, Integer::sum), () -> kept.add(item));
        }
        return new Filtered<>(kept, dropped);
    }
}
