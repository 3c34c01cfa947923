package helpsteer.study.steering;

import helpsteer.align.Policy;
import helpsteer.align.PolicySampler;
import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.align.eval.GenerationMetric;
import helpsteer.align.eval.PolicyEvaluation;
import helpsteer.align.eval.ScoredGenerations;
import helpsteer.align.pipeline.TargetRatings;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.generate.SamplingParams;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Has policies answer the prompts that no model learned from, by the paper's sampling, and judges the answers by the truth and
 * both reward models.
 *
 * @param folder of the answers, which are kept as they come
 * @param seed of the sampling, the same for all policies of a repetition
 */
record SteeringExamination(
        SteeringSettings settings, SteeringWorld world, SteeringModels models, Path folder, Seed seed) {
    /** Answers of each policy to each prompt, where policies are compared. */
    private static final int ANSWERS = 2;

    /** What policies that are told ratings are asked for: the paper's. */
    static final Ratings WANTED = TargetRatings.PAPER.ratings();

    private static final List<Integer> RATINGS =
            IntStream.rangeClosed(Attribute.MIN, Attribute.MAX).boxed().toList();

    /** What a policy answers, as it was taught to be asked. */
    Repetition.Answers answers(String name, Policy policy, boolean told) {
        ScoredGenerations gold =
                evaluation("answers", ANSWERS).of(name, policy, told ? Optional.of(WANTED) : Optional.empty());
        GenerationMetric goodness = GenerationMetric.reward(Measure.GOODNESS);
        Map<Measure, List<Double>> out = new EnumMap<>(Measure.class);
        out.put(Measure.GOLD, numbers(gold, goodness));
        out.put(Measure.HELPFULNESS, numbers(gold, GenerationMetric.predicted(Attribute.HELPFULNESS)));
        out.put(Measure.JUDGE, numbers(gold.judgedBy(models.judge()), goodness));
        out.put(Measure.SECOND_JUDGE, numbers(gold.judgedBy(models.second()), goodness));
        out.put(Measure.CHARACTERS, numbers(gold, GenerationMetric.CHARS));
        out.put(Measure.ENDED, numbers(gold, GenerationMetric.ENDED));
        return new Repetition.Answers(name, out);
    }

    /** What asking a policy for each rating of each attribute changes. */
    List<Repetition.Control> controls(String name, Policy policy) {
        List<Repetition.Control> out = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            ControllabilityCurve curve = evaluation("control", 1).control(name, policy, WANTED, attribute, RATINGS);
            out.add(new Repetition.Control(
                    name,
                    attribute,
                    curve.points().stream()
                            .map(point -> numbers(point.answers(), GenerationMetric.predicted(attribute)))
                            .toList()));
        }
        return out;
    }

    private PolicyEvaluation evaluation(String name, int answers) {
        SamplingParams sampling = PolicySampler.paper(settings.shape().answer()).withSamples(answers);
        return new PolicyEvaluation(world.evaluated(), sampling, world.gold(), seed, folder.resolve(name));
    }

    private static List<Double> numbers(ScoredGenerations generations, GenerationMetric metric) {
        return Arrays.stream(generations.byPrompt(metric)).boxed().toList();
    }
}
