package helpsteer.study.paper;

import helpsteer.bench.MtBenchScores;
import helpsteer.data.RatedResponse;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.MtBenchJudgment;
import helpsteer.data.fetch.DataHome;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** MT Bench from files of judgments, and the length of answers from files of answers. */
final class JudgedAnswers implements Recomputation {
    private static final String ANSWERS = "mt-bench/model_answer/";
    private static final Seed SEED = new Seed(4);
    private static final String GZIP = ".gz";

    private final PrintedPaper paper;
    private final DataHome home;

    JudgedAnswers(PrintedPaper paper, DataHome home) {
        this.paper = paper;
        this.home = home;
    }

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        return numbers.stream().map(this::one).toList();
    }

    private ReproducedNumber one(PrintedNumber number) {
        Optional<String> model = paper.named(number.place().row(), "mt-bench");
        if (model.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        return number.rule().method() == Method.MT_BENCH ? grade(number, model.get()) : length(number, model.get());
    }

    private ReproducedNumber grade(PrintedNumber number, String model) {
        String name = number.rule().file();
        Optional<Path> file = home.file(name).or(() -> home.file(name + GZIP));
        List<MtBenchJudgment> own = file.map(MtBenchJudgment::read).orElse(List.of()).stream()
                .filter(judgment ->
                        judgment.model().equals(model) && judgment.score().isPresent())
                .toList();
        return own.isEmpty()
                ? ReproducedNumber.needsFile(number, name + ", judgments of " + model)
                : ReproducedNumber.exactOrComputed(
                        number, MtBenchScores.of(own, model).overall(SEED), name, "");
    }

    private ReproducedNumber length(PrintedNumber number, String model) {
        String name = ANSWERS + model + ".jsonl";
        Optional<Path> file = home.file(name).or(() -> home.file(name + GZIP));
        if (file.isEmpty()) {
            return ReproducedNumber.needsFile(number, name);
        }
        double characters = ModelAnswer.read(file.get(), AnswerForm.MT_BENCH).values().stream()
                .flatMap(answer -> answer.turns().stream())
                .mapToInt(RatedResponse::characters)
                .average()
                .orElse(Double.NaN);
        return ReproducedNumber.exactOrComputed(number, Estimate.of(characters), name, "answers of " + model);
    }
}
