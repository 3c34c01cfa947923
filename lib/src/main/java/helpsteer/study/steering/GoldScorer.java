package helpsteer.study.steering;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.simulation.GoldRatings;
import helpsteer.simulation.world.SimulatedWorld;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.Map;

/**
 * The gold ratings of any response to some prompts of a simulated world.
 *
 * @param positions of the prompts
 */
record GoldScorer(SimulatedWorld world, Map<Prompt, Long> positions) implements Scorer {
    GoldScorer {
        positions = Map.copyOf(positions);
    }

    @Override
    public List<AttributeScores> score(List<PromptResponse> exchanges) {
        return exchanges.stream().map(this::gold).toList();
    }

    private AttributeScores gold(PromptResponse exchange) {
        Long position = positions.get(exchange.prompt());
        if (position == null) {
            throw new IllegalArgumentException("prompt must be one of " + positions.size()
                    + " whose position is known, got \"" + exchange.prompt().markup() + "\"");
        }
        GoldRatings gold = world.judge(position, exchange.response());
        return AttributeScores.of((Attribute a) -> gold.of(a));
    }
}
