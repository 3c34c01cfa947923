package helpsteer.align.sft;

import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.sets.Conversation;
import helpsteer.text.PromptResponse;
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
public record SftExample(PromptResponse exchange, Optional<Ratings> wanted, boolean allAnswers) {
    public SftExample {
        if (allAnswers && wanted.isPresent()) {
            throw new IllegalArgumentException("wanted must be empty where all answers are learned, got " + wanted.get()
                    + "; ratings are the last response's");
        }
    }

    /** A row's response without its ratings. */
    public static SftExample plain(RatedResponse row) {
        return new SftExample(PromptResponse.of(row), Optional.empty(), false);
    }

    /** A row's response under its own ratings. */
    public static SftExample rated(RatedResponse row) {
        return new SftExample(PromptResponse.of(row), Optional.of(row.ratings()), false);
    }

    /** All answers of a conversation, in one text. */
    public static SftExample plain(Conversation chat) {
        List<Conversation.Answer> answers = chat.answers();
        Conversation.Answer last = answers.get(answers.size() - 1);
        return new SftExample(new PromptResponse(last.prompt(), last.response()), Optional.empty(), true);
    }

    /** The rated answers of a conversation, each in a text of its own that ends with it. */
    public static List<SftExample> rated(Conversation chat) {
        List<SftExample> out = new ArrayList<>();
        for (Conversation.Answer answer : chat.answers()) {
            Ratings ratings = chat.ratings().get(answer.turn());
            if (ratings != null) {
                PromptResponse exchange = new PromptResponse(answer.prompt(), answer.response());
                out.add(new SftExample(exchange, Optional.of(ratings), false));
            }
        }
        return out;
    }

    /** What identifies it: the texts, and how the response is learned. */
    String contentHash() {
        return exchange.contentHash() + " " + wanted + " " + allAnswers;
    }

    public PolicyText read(Policy policy) {
        return allAnswers ? policy.readWhole(exchange) : policy.read(exchange, wanted);
    }
}
