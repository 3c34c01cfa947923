package helpsteer.bench;

import helpsteer.data.benchmark.MtBenchJudgment;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A model's MT-Bench score: the mean of the judge's grades over questions and turns, as FastChat's {@code show_result}.
 *
 * @param model whose answers were judged
 * @param byQuestion the grades that could be read, by question and in the order of the judgments
 * @param unparsed names of the turns whose judgment had no grade; they are left out of the mean, as FastChat does
 */
public record MtBenchScores(String model, Map<String, List<Grade>> byQuestion, List<String> unparsed) {
    private static final int RESAMPLES = 2000;
    private static final double LEVEL = 0.95;

    /** One grade. */
    public record Grade(int turn, double score) {}

    public MtBenchScores {
        byQuestion = new LinkedHashMap<>(byQuestion);
        unparsed = List.copyOf(unparsed);
        if (byQuestion.isEmpty()) {
            throw new IllegalArgumentException(
                    "judgments must have a grade, got none and " + unparsed.size() + " without");
        }
    }

    /** The scores of each model that has a grade in a file of judgments, by name. */
    public static List<MtBenchScores> of(List<MtBenchJudgment> judgments) {
        Map<String, Map<String, List<Grade>>> grades = new TreeMap<>();
        Map<String, List<String>> unparsed = new TreeMap<>();
        for (MtBenchJudgment each : judgments) {
            OptionalDouble score = each.score();
            if (score.isEmpty()) {
                unparsed.computeIfAbsent(each.model(), key -> new ArrayList<>())
                        .add(each.question() + ", turn " + each.turn());
                continue;
            }
            grades.computeIfAbsent(each.model(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(each.question(), key -> new ArrayList<>())
                    .add(new Grade(each.turn(), score.getAsDouble()));
        }
        List<MtBenchScores> scores = new ArrayList<>();
        grades.forEach((model, byQuestion) ->
                scores.add(new MtBenchScores(model, byQuestion, unparsed.getOrDefault(model, List.of()))));
        return scores;
    }

    /**
     * The scores of one model in a file of judgments.
     *
     * @throws IllegalArgumentException where the file has no grade of it
     */
    public static MtBenchScores of(List<MtBenchJudgment> judgments, String model) {
        List<MtBenchScores> all = of(judgments);
        return all.stream()
                .filter(scores -> scores.model.equals(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model must be one of "
                        + all.stream().map(MtBenchScores::model).toList() + ", got " + model));
    }

    /** The mean over all grades. */
    public double mean() {
        return mean(byQuestion.values().stream().flatMap(List::stream).toList());
    }

    /** The mean over the grades of one turn; NaN where there is none. */
    public double mean(int turn) {
        return mean(byQuestion.values().stream()
                .flatMap(List::stream)
                .filter(grade -> grade.turn() == turn)
                .toList());
    }

    /** The mean with its interval by bootstrap over questions, whose two turns belong together. */
    public Estimate overall(Seed seed) {
        List<List<Grade>> questions = List.copyOf(byQuestion.values());
        Bootstrap bootstrap = Bootstrap.of(
                questions.size(),
                rows -> {
                    List<Grade> drawn = new ArrayList<>();
                    for (int row : rows) {
                        drawn.addAll(questions.get(row));
                    }
                    return mean(drawn);
                },
                RESAMPLES,
                LEVEL,
                seed.stream("mt-bench"));
        return Estimate.of(mean(), bootstrap.interval());
    }

    /** The mean of each category, in the order of the questions; a category without a grade is absent. */
    public Map<String, Double> categories(List<OpenQuestion> questions) {
        Map<String, List<Grade>> grades = new LinkedHashMap<>();
        for (OpenQuestion question : questions) {
            List<Grade> own = byQuestion.getOrDefault(question.id(), List.of());
            if (!own.isEmpty()) {
                grades.computeIfAbsent(question.category(), key -> new ArrayList<>())
                        .addAll(own);
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        grades.forEach((category, own) -> means.put(category, mean(own)));
        return means;
    }

    private static double mean(List<Grade> grades) {
        return grades.stream().mapToDouble(Grade::score).average().orElse(Double.NaN);
    }
}
