package helpsteer.study.steering;

import helpsteer.data.Attribute;
import java.util.List;
import java.util.Map;

/**
 * What the policies of one repetition answered to the evaluated prompts.
 *
 * @param number counted from 1
 * @param answers of each policy
 * @param controls of each policy that is told ratings, one for each attribute
 */
public record Repetition(int number, List<Answers> answers, List<Control> controls) {
    public Repetition {
        answers = List.copyOf(answers);
        controls = List.copyOf(controls);
    }

    /**
     * A policy's answers.
     *
     * @param policy its name
     * @param byPrompt of each measure a number for each prompt, the mean over its answers
     */
    public record Answers(String policy, Map<Measure, List<Double>> byPrompt) {
        public Answers {
            byPrompt = Map.copyOf(byPrompt);
        }

        double[] of(Measure measure) {
            List<Double> numbers = byPrompt.get(measure);
            if (numbers == null) {
                throw new IllegalArgumentException("measure must be one of " + byPrompt.keySet() + ", got " + measure);
            }
            return numbers.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /**
     * What asking for each rating of an attribute changes, all else equal.
     *
     * @param policy its name
     * @param asked the attribute
     * @param gold for each rating from 0 to 4 the gold rating of the answer to each prompt
     */
    public record Control(String policy, Attribute asked, List<List<Double>> gold) {
        public Control {
            if (gold.size() != Attribute.MAX - Attribute.MIN + 1) {
                throw new IllegalArgumentException(
                        "gold must have a list for each rating from 0 to 4, got " + gold.size());
            }
            gold = gold.stream().map(List::copyOf).toList();
        }

        double[] of(int rating) {
            return gold.get(rating - Attribute.MIN).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }

    Answers answers(String policy) {
        return answers.stream()
                .filter(each -> each.policy.equals(policy))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("policy must be one of "
                        + answers.stream().map(Answers::policy).toList() + ", got " + policy));
    }

    Control control(String policy, Attribute asked) {
        return controls.stream()
                .filter(each -> each.policy.equals(policy) && each.asked == asked)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "policy must be one that is told ratings, got " + policy + " for " + asked.key()));
    }
}
