package helpsteer.reward.frozen;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Says the training rows' mean rating of everything: what a model must beat to have learned anything. */
public record MeanBaseline() implements Learner<RatedResponse> {
    @Override
    public String name() {
        return "mean rating";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("learner", name());
    }

    @Override
    public Scorer learn(List<RatedResponse> train) {
        AttributeScores mean = AttributeScores.of((Attribute a) ->
                train.stream().mapToInt(s -> s.ratings().of(a)).average().orElseThrow());
        return exchanges -> Collections.nCopies(exchanges.size(), mean);
    }
}
