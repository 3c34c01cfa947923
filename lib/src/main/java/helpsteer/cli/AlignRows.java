package helpsteer.cli;

import helpsteer.align.Annotation;
import helpsteer.align.Lesson;
import helpsteer.align.Policy;
import helpsteer.data.Chat;
import helpsteer.data.DataHome;
import helpsteer.data.HelpSteer2;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Reading;
import helpsteer.data.Role;
import helpsteer.data.Sample;
import helpsteer.data.Split;
import helpsteer.report.TerminalProgress;
import helpsteer.reward.CachedScorer;
import helpsteer.run.Seed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a policy is aligned with.
 *
 * @param plain responses to learn
 * @param rated the same under their ratings
 * @param prompts to sample responses to
 * @param examined validation prompts, which no stage sees
 */
record AlignRows(Split<Lesson> plain, Split<Lesson> rated, Split<Prompt> prompts, List<Prompt> examined) {
    /** What is asked for in the paper's iterations and examinations (section 4.5). */
    static final Ratings WANTED = new Ratings(4, 4, 4, 2, 2);

    private static final double HELD_OUT = 0.1;
    private static final Seed SPLIT = new Seed(0);
    private static final int LOOKED_AT = 4; // prompts trained on for one that is looked at

    /** Reads what a policy reads whole, and tells how many that is. */
    static AlignRows read(AlignWords asked, Policy policy, DataHome home, PrintStream out) {
        List<Lesson> plain;
        List<Lesson> rated;
        int all;
        if (asked.data().isPresent()) {
            List<Chat> chats = Chat.read(asked.data().get(), Reading.STRICT).rows();
            List<Chat> kept = fitting(policy, chats, Lesson::plain, asked.rows());
            plain = kept.stream().map(Lesson::plain).toList();
            rated = rated(policy, annotated(asked, kept), chat -> Lesson.rated(chat).stream());
            all = chats.size();
        } else {
            List<Sample> samples = HelpSteer2.samples(HelpSteer2.train(home));
            List<Sample> kept = fitting(policy, samples, Lesson::plain, asked.rows());
            plain = kept.stream().map(Lesson::plain).toList();
            rated = rated(policy, kept, row -> Stream.of(Lesson.rated(row)));
            all = samples.size();
        }
        out.println(plain.size() + " of " + all + " rows, read whole within "
                + policy.reading().maxTokens() + " tokens, " + rated.size() + " rated responses, " + home.describe());
        return of(asked, plain, rated, examined(asked, policy, home));
    }

    private static AlignRows of(AlignWords asked, List<Lesson> plain, List<Lesson> rated, List<Prompt> examined) {
        Split<Lesson> lessons = split(plain, lesson -> lesson.exchange().prompt());
        Split<Lesson> told = split(rated, lesson -> lesson.exchange().prompt());
        requireBoth(lessons, "");
        if (asked.stages().contains(AlignWords.STEERLM)) {
            requireBoth(told, " rated");
        }
        Split<Prompt> prompts = new Split<>(
                prompts(lessons.train(), asked.prompts()),
                prompts(lessons.validation(), Math.max(1, asked.prompts() / LOOKED_AT)));
        return new AlignRows(lessons, told, prompts, examined);
    }

    private static boolean fits(Policy policy, Lesson lesson) {
        return policy.fits(lesson.exchange(), lesson.wanted());
    }

    private static <T> List<T> fitting(Policy policy, List<T> rows, Function<T, Lesson> lesson, int most) {
        return rows.stream()
                .filter(row -> fits(policy, lesson.apply(row)))
                .limit(most)
                .toList();
    }

    private static <T> List<Lesson> rated(Policy policy, List<T> rows, Function<T, Stream<Lesson>> lessons) {
        return rows.stream()
                .flatMap(lessons)
                .filter(lesson -> fits(policy, lesson))
                .toList();
    }

    private static List<Chat> annotated(AlignWords asked, List<Chat> chats) {
        Optional<Path> folder = asked.annotate();
        if (folder.isEmpty()) {
            return chats;
        }
        try (CachedScorer scorer = AlignCommand.scorer(folder.get())) {
            return Annotation.of(chats, scorer, new TerminalProgress()).chats();
        }
    }

    /** No conversation stands on both sides, whichever of its answers an item ends with. */
    static <T> Split<T> split(List<T> items, Function<T, Prompt> promptOf) {
        return Split.byPrompt(items, item -> beginning(promptOf.apply(item)), HELD_OUT, SPLIT);
    }

    private static Prompt beginning(Prompt prompt) {
        int turns = prompt.turns().get(0).role() == Role.SYSTEM ? 2 : 1;
        return new Prompt(prompt.turns().subList(0, turns));
    }

    private static void requireBoth(Split<Lesson> lessons, String which) {
        if (lessons.train().isEmpty() || lessons.validation().isEmpty()) {
            throw new IllegalArgumentException("rows must give" + which + " responses to train on and to hold out, got "
                    + lessons.train().size() + " and " + lessons.validation().size()
                    + "; give more rows or more --tokens"
                    + (which.isEmpty() ? "" : ", or ratings by --annotate"));
        }
    }

    private static List<Prompt> prompts(List<Lesson> lessons, int most) {
        return lessons.stream()
                .map(lesson -> lesson.exchange().prompt())
                .distinct()
                .limit(most)
                .toList();
    }

    private static List<Prompt> examined(AlignWords asked, Policy policy, DataHome home) {
        int answer = asked.sampling().maxTokens();
        List<Prompt> out = HelpSteer2.validation(home).stream()
                .map(pair -> pair.first().prompt())
                .distinct()
                .filter(prompt -> policy.leavesRoom(prompt, Optional.of(WANTED), answer))
                .limit(asked.prompts())
                .toList();
        if (asked.judge().isPresent() && out.size() < 2) {
            throw new UsageException("--prompts must be at least 2 that leave room for --answer " + answer
                    + " within --tokens " + policy.reading().maxTokens() + ", got " + out.size()
                    + "; raise --prompts or --tokens, or lower --answer");
        }
        return out;
    }
}
