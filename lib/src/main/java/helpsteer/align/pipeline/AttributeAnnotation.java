package helpsteer.align.pipeline;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.sets.Conversation;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conversations whose every answer a reward model has rated: each score held within 0 to 4 and rounded, halves to the even
 * number, as NeMo-Aligner's attribute_annotate.py does.
 *
 * @param chats with ratings at every assistant turn, in place of those that they had
 * @param below how many scores of each attribute were below 0
 * @param above how many were above 4
 */
public record AttributeAnnotation(
        List<Conversation> chats, Map<Attribute, Integer> below, Map<Attribute, Integer> above) {
    public AttributeAnnotation {
        chats = List.copyOf(chats);
        below = Map.copyOf(below);
        above = Map.copyOf(above);
    }

    /** Rates every answer of the conversations, each as the last of what stands up to it. */
    public static AttributeAnnotation of(List<Conversation> chats, Scorer scorer) {
        List<PromptResponse> exchanges = chats.stream()
                .flatMap(chat -> chat.answers().stream())
                .map(a -> new PromptResponse(a.prompt(), a.response()))
                .toList();
        List<AttributeScores> scores = scorer.score(exchanges);
        List<Conversation> rated = new ArrayList<>();
        int at = 0;
        for (Conversation chat : chats) {
            Map<Integer, Ratings> ratings = new HashMap<>();
            for (Conversation.Answer answer : chat.answers()) {
                ratings.put(answer.turn(), rounded(scores.get(at++)));
            }
            rated.add(chat.withRatings(ratings));
        }
        Map<Attribute, Integer> below = new EnumMap<>(Attribute.class);
        Map<Attribute, Integer> above = new EnumMap<>(Attribute.class);
        for (Attribute a : Attribute.values()) {
            below.put(a, (int)
                    scores.stream().filter(s -> s.of(a) < Attribute.MIN).count());
            above.put(a, (int)
                    scores.stream().filter(s -> s.of(a) > Attribute.MAX).count());
        }
        return new AttributeAnnotation(rated, below, above);
    }

    /** The rated answers as rows, each once: conversations of one tree share their beginnings. */
    public List<RatedResponse> samples() {
        Set<RatedResponse> out = new LinkedHashSet<>();
        for (Conversation chat : chats) {
            for (Conversation.Answer answer : chat.answers()) {
                Ratings ratings = chat.ratings().get(answer.turn());
                if (ratings != null) {
                    out.add(new RatedResponse(answer.prompt(), answer.response(), ratings));
                }
            }
        }
        return List.copyOf(out);
    }

    /** Scores as ratings. */
    public static Ratings rounded(AttributeScores scores) {
        return Ratings.of(a -> (int) Math.rint(Math.max(Attribute.MIN, Math.min(Attribute.MAX, scores.of(a)))));
    }
}
