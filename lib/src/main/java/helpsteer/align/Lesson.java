package helpsteer.align;

import helpsteer.data.Chat;
import helpsteer.data.Ratings;
import helpsteer.data.Sample;
import helpsteer.text.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A response to learn.
 *
 * @param exchange what stands before it, and the response
 * @param wanted the ratings that the policy is told; empty for plain fine-tuning
 * @param allAnswers whether earlier answers in the prompt are learned too, as in plain fine-tuning on conversations; with
 *     ratings only the rated response is
 */
public record Lesson(Exchange exchange, Optional<Ratings> wanted, boolean allAnswers) {
    public Lesson {
        if (allAnswers && wanted.isPresent()) {
            throw new IllegalArgumentException("wanted must be empty where all answers are learned, got " + wanted.get()
                    + "; ratings are the last response's");
        }
    }

    /** A row's response without its ratings. */
    public static Lesson plain(Sample row) {
        return new Lesson(Exchange.of(row), Optional.empty(), false);
    }

    /** A row's response under its own ratings. */
    public static Lesson rated(Sample row) {
        return new Lesson(Exchange.of(row), Optional.of(row.ratings()), false);
    }

    /** All answers of a conversation, in one text. */
    public static Lesson plain(Chat chat) {
        List<Chat.Answer> answers = chat.answers();
        Chat.Answer last = answers.get(answers.size() - 1);
        return new Lesson(new Exchange(last.prompt(), last.response()), Optional.empty(), true);
    }

    /** The rated answers of a conversation, each in a text of its own that ends with it. */
    public static List<Lesson> rated(Chat chat) {
        List<Lesson> out = new ArrayList<>();
        for (Chat.Answer answer : chat.answers()) {
            Ratings ratings = chat.ratings().get(answer.turn());
            if (ratings != null) {
                Exchange exchange = new Exchange(answer.prompt(), answer.response());
                out.add(new Lesson(exchange, Optional.of(ratings), false));
            }
        }
        return out;
    }

    PolicyText read(Policy policy) {
        return allAnswers ? policy.readWhole(exchange) : policy.read(exchange, wanted);
    }
}
