package helpsteer.align.pipeline;

import helpsteer.align.Policy;
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
import helpsteer.reward.CachedScorer;
import helpsteer.reward.folder.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what a policy is aligned with, and tells how much of it is dropped for which reason.
 *
 * @param policy that will learn: its tokenizer and its length decide what fits
 * @param judged whether the policies are evaluated in the end
 * @param notes gets a line for each part that was read
 */
public record AlignmentReader(AlignmentPlan plan, Policy policy, boolean judged, Consumer<String> notes) {
    private static final int TRAIN_PER_VALIDATION = 4; // prompts of an iteration

    /**
     * Reads all that the stages and the evaluation need.
     *
     * @throws IllegalArgumentException where too few rows fit, or too few prompts leave room for an answer
     */
    public AlignmentData read(AlignmentSource source) {
        if (source.chats().isEmpty()) {
            DataHome home = source.home();
            List<RatedResponse> kept =
                    rows(HelpSteer2.samples(HelpSteer2.train(home)), SftExample::plain, home.describe());
            return of(home, kept.stream().map(SftExample::plain).toList(), kept);
        }
        Path file = source.chats().get();
        String name = String.valueOf(file.getFileName());
        List<Conversation> kept =
                rows(Conversation.read(file, Strictness.STRICT).rows(), SftExample::plain, name);
        List<RatedResponse> rated = plan.has(AlignmentStage.STEERLM) ? answers(kept, source.annotator()) : List.of();
        return of(source.home(), kept.stream().map(SftExample::plain).toList(), rated);
    }

    private <T> List<T> rows(List<T> all, Function<T, SftExample> lesson, String source) {
        Filtered<T> kept = kept(all, plan.limits().rows(), "rows", row -> tooLong(lesson.apply(row)));
        notes.accept("rows: " + kept + "; " + source);
        return kept.items();
    }

    /** The rated answers, each once: conversations of one tree share their beginnings. */
    private List<RatedResponse> answers(List<Conversation> chats, Optional<Path> annotator) {
        AttributeAnnotation annotation = annotator
                .map(folder -> annotated(folder, chats))
                .orElseGet(() -> new AttributeAnnotation(chats, Map.of(), Map.of()));
        clamped(annotation).forEach(notes);
        List<RatedResponse> once = annotation.samples();
        int all = annotation.chats().stream()
                .mapToInt(chat -> chat.ratings().size())
                .sum();
        if (all > once.size()) {
            notes.accept("rated answers: " + once.size() + " of " + all
                    + ", the others stand in more than one conversation and are learned once");
        }
        return once;
    }

    private AttributeAnnotation annotated(Path folder, List<Conversation> chats) {
        try (CachedScorer scorer = ModelFolder.scorer(folder)) {
            return AttributeAnnotation.of(chats, scorer);
        }
    }

    /** Scores that became the end of the scale, a line for each end where there are some. */
    static List<String> clamped(AttributeAnnotation annotation) {
        return Stream.of(
                        clamped(annotation.below(), "below " + Attribute.MIN),
                        clamped(annotation.above(), "above " + Attribute.MAX))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> clamped(Map<Attribute, Integer> counts, String where) {
        String some = Arrays.stream(Attribute.values())
                .filter(a -> counts.getOrDefault(a, 0) > 0)
                .map(a -> a.key() + " " + counts.get(a))
                .collect(Collectors.joining(", "));
        return some.isEmpty() ? Optional.empty() : Optional.of("scores " + where + ", taken as that: " + some);
    }

    private AlignmentData of(DataHome home, List<SftExample> plain, List<RatedResponse> samples) {
        Split<SftExample> lessons = split(plain, "");
        Split<SftExample> rated = new Split<>(List.of(), List.of());
        TargetRatings target = TargetRatings.PAPER;
        if (plan.has(AlignmentStage.STEERLM)) {
            List<SftExample> all = samples.stream().map(SftExample::rated).toList();
            Filtered<SftExample> kept = kept(all, Integer.MAX_VALUE, "", this::tooLong);
            notes.accept("rated responses: " + kept);
            rated = split(kept.items(), " rated");
            target = TargetRatings.of(rated.train());
        }
        if (judged && plan.tellsRatings()) {
            notes.accept(target.toString());
        }
        return new AlignmentData(
                lessons, rated, target, prompts(lessons, target), judged ? evaluated(home, plain, target) : List.of());
    }

    private static Split<SftExample> split(List<SftExample> all, String which) {
        Split<SftExample> lessons =
                AlignmentData.split(all, lesson -> lesson.exchange().prompt());
        if (lessons.train().isEmpty() || lessons.validation().isEmpty()) {
            throw new IllegalArgumentException("rows must give" + which + " responses to train on and to hold out, got "
                    + lessons.train().size() + " and " + lessons.validation().size()
                    + "; give more rows, let texts be longer"
                    + (which.isEmpty() ? "" : ", or have a reward model annotate them"));
        }
        return lessons;
    }

    private Split<Prompt> prompts(Split<SftExample> lessons, TargetRatings target) {
        if (!plan.samplesResponses()) {
            return new Split<>(List.of(), List.of());
        }
        Filtered<Prompt> train = prompts(lessons.train(), plan.limits().prompts(), target);
        Filtered<Prompt> held =
                prompts(lessons.validation(), Math.max(1, plan.limits().prompts() / TRAIN_PER_VALIDATION), target);
        notes.accept("prompts of an iteration: " + train + "; for validation: " + held);
        if (train.items().isEmpty() || held.items().isEmpty()) {
            throw new IllegalArgumentException(
                    "prompts of an iteration to train on and for validation must be at least one each that"
                            + leaves() + ", got " + train.items().size() + " and "
                            + held.items().size() + "; take more rows, let texts be longer or the answer be shorter");
        }
        return new Split<>(train.items(), held.items());
    }

    private Filtered<Prompt> prompts(List<SftExample> lessons, int most, TargetRatings target) {
        List<Prompt> all = lessons.stream()
                .map(lesson -> lesson.exchange().prompt())
                .distinct()
                .toList();
        return kept(all, most, "prompts", prompt -> noRoom(prompt, target));
    }

    private List<Prompt> evaluated(DataHome home, List<SftExample> learned, TargetRatings target) {
        Set<String> seen = learned.stream()
                .map(lesson -> firstTurn(lesson.exchange().prompt()))
                .collect(Collectors.toSet());
        List<Prompt> all = HelpSteer2.validation(home).stream()
                .map(pair -> pair.first().prompt())
                .distinct()
                .toList();
        Filtered<Prompt> kept = kept(
                all,
                plan.limits().prompts(),
                "prompts",
                prompt -> seen.contains(firstTurn(prompt))
                        ? Optional.of("begins as a row does")
                        : noRoom(prompt, target));
        notes.accept("prompts of the evaluation: " + kept);
        if (kept.items().size() < 2) {
            throw new IllegalArgumentException(
                    "prompts of the evaluation must be at least 2 that begin as no row does and" + leaves() + ", got "
                            + kept.items().size()
                            + "; take more prompts, let texts be longer or the answer be shorter");
        }
        return kept.items();
    }

    /** The user's first words: what stands before them does not make them another question. */
    private static String firstTurn(Prompt prompt) {
        List<Turn> turns = prompt.beginning().turns();
        return turns.get(turns.size() - 1).text();
    }

    private Optional<String> tooLong(SftExample lesson) {
        return policy.fits(lesson.exchange(), lesson.wanted())
                ? Optional.empty()
                : Optional.of("longer than " + policy.input().maxTokens() + " tokens");
    }

    private Optional<String> noRoom(Prompt prompt, TargetRatings target) {
        return policy.leavesRoom(
                        prompt, Optional.of(target.ratings()), plan.sampling().maxTokens())
                ? Optional.empty()
                : Optional.of("no room for an answer");
    }

    private String leaves() {
        return " leave room for an answer of " + plan.sampling().maxTokens() + " tokens within "
                + policy.input().maxTokens();
    }

    /** The first items that nothing speaks against, so many at most; those behind them count as beyond the limit. */
    private static <T> Filtered<T> kept(List<T> items, int most, String limit, Function<T, Optional<String>> against) {
        List<T> kept = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>();
        for (T item : items) {
            Optional<String> reason =
                    kept.size() < most ? against.apply(item) : Optional.of("beyond the limit of " + limit);
            reason.ifPresentOrElse(why -> dropped.merge(why, 1, Integer::sum), () -> kept.add(item));
        }
        return new Filtered<>(kept, dropped);
    }
}
