package helpsteer.reward.heads;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@link Gating} on the vectors of a frozen backbone. The number for helpfulness is the goodness, the others are the
 * debiased scores.
 *
 * @param vectors of the backbone
 * @param seed source of the gate's start
 */
public record FrozenGating(Vectors vectors, Seed seed) implements Learner<RatedResponse> {
    @Override
    public String name() {
        return "frozen + gating";
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> out = new TreeMap<>(vectors.settings());
        out.put("learner", name());
        out.put("seed", Long.toString(seed.value()));
        return out;
    }

    @Override
    public Scorer learn(List<RatedResponse> train) {
        List<PromptResponse> texts = train.stream().map(PromptResponse::of).toList();
        Gating gating = Gating.of(new Gating.Data(vectors.of(texts), prompts(texts), train), seed);
        return exchanges -> scores(gating, exchanges);
    }

    private List<AttributeScores> scores(Gating gating, List<PromptResponse> exchanges) {
        float[][] both = vectors.of(exchanges);
        float[][] prompts = prompts(exchanges);
        List<AttributeScores> out = new ArrayList<>();
        for (int i = 0; i < both.length; i++) {
            AttributeScores s = gating.objectives(both[i]);
            double goodness = gating.weights(prompts[i]).reward(s);
            out.add(new AttributeScores(goodness, s.correctness(), s.coherence(), s.complexity(), s.verbosity()));
        }
        return out;
    }

    /** The vector of each exchange's prompt, each prompt computed once. */
    private float[][] prompts(List<PromptResponse> exchanges) {
        Map<Prompt, float[]> known = new LinkedHashMap<>();
        List<Prompt> different =
                exchanges.stream().map(PromptResponse::prompt).distinct().toList();
        float[][] made = vectors.ofPrompts(different);
        for (int i = 0; i < made.length; i++) {
            known.put(different.get(i), made[i]);
        }
        return exchanges.stream()
                .map(e -> Objects.requireNonNull(known.get(e.prompt()), "every prompt has a vector"))
                .toArray(float[][]::new);
    }
}
