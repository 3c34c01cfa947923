package helpsteer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.benchmark.TruthfulQa;
import helpsteer.data.benchmark.TruthfulQa.Option;
import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class TruthfulQaScoresTest {
    private static final Path GOLDENS = Path.of("lib/src/test/resources/golden/bench");

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper().readTree(GOLDENS.resolve(name).toFile());
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    private static List<Option> options(int trueOnes, int others) {
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < trueOnes + others; i++) {
            options.add(new Option("o" + i, i < trueOnes));
        }
        return options;
    }

    private static TruthfulQa question(int trueOnes, int others) {
        return new TruthfulQa("q", options(1, others), options(trueOnes, others));
    }

    private static double[] joined(double[] first, double[] second) {
        return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(second))
                .toArray();
    }

    @Test
    void score_madeUpLikelihoods_equalsTheHarness() throws IOException {
        JsonNode questions = golden("truthfulqa-made-up.json").path("questions");
        assertThat(questions).hasSize(12);
        for (JsonNode each : questions) {
            double[] right = numbers(each.path("true"));
            double[] wrong = numbers(each.path("false"));
            TruthfulQaScores.Score score = TruthfulQaScores.Score.of(
                    question(right.length, wrong.length), joined(new double[] {right[0]}, wrong), joined(right, wrong));
            assertThat(score.mc1()).isEqualTo(each.path("mc1").intValue() == 1);
            assertThat(score.mc2()).isCloseTo(each.path("mc2").doubleValue(), within(1e-12));
        }
    }

    /** transformers' log-likelihoods of 20 real questions, of which one has a true option behind a false one. */
    @Test
    void score_likelihoodsOfTransformers_equalsPython() throws IOException {
        List<TruthfulQaScores.Score> scores = new ArrayList<>();
        boolean unordered = false;
        for (JsonNode each : golden("truthfulqa-smollm2.json").path("questions")) {
            TruthfulQa question = new TruthfulQa("q", labelled(each.path("mc1_true")), labelled(each.path("mc2_true")));
            TruthfulQaScores.Score score = TruthfulQaScores.Score.of(
                    question, numbers(each.path("mc1_log_likelihood")), numbers(each.path("mc2_log_likelihood")));
            assertThat(score.mc1()).isEqualTo(each.path("mc1").intValue() == 1);
            assertThat(score.mc2()).isCloseTo(each.path("mc2").doubleValue(), within(1e-4)); // five decimals are kept
            scores.add(score);
            List<Boolean> labels = question.mc2().stream().map(Option::isTrue).toList();
            unordered |= labels.lastIndexOf(true) > labels.indexOf(false);
        }
        assertThat(unordered).isTrue();
        TruthfulQaScores all = new TruthfulQaScores(scores);
        assertThat(scores).hasSize(20);
        double mean = scores.stream()
                .mapToDouble(TruthfulQaScores.Score::mc2)
                .average()
                .orElseThrow();
        assertThat(all.mc2().value()).isEqualTo(mean);
        assertThat(all.mc2().interval().contains(mean)).isTrue();
        assertThat(all.mc1().interval().high()).isLessThan(1);
    }

    private static List<Option> labelled(JsonNode labels) {
        List<Option> options = new ArrayList<>();
        labels.forEach(label -> options.add(new Option("o" + options.size(), label.booleanValue())));
        return options;
    }

    /** The golden's options are those of the file: the same numbers of true ones and others. */
    @Test
    void golden_questions_areThoseOfTheFile() throws IOException {
        DataHome home = DataHome.find();
        assumeThat(home.file("truthfulqa/v1/mc_task.json"))
                .as("TruthfulQA is not among the data (HELPSTEER_DATA)")
                .isPresent();
        List<TruthfulQa> questions = TruthfulQa.first(home).items();
        for (JsonNode each : golden("truthfulqa-smollm2.json").path("questions")) {
            TruthfulQa question = questions.get(each.path("index").intValue());
            assertThat(question.mc2().stream().map(Option::isTrue).toList())
                    .isEqualTo(labelled(each.path("mc2_true")).stream()
                            .map(Option::isTrue)
                            .toList());
        }
    }

    @Test
    void score_tinyLikelihoods_doNotVanish() {
        double[] tiny = {-2000, -2000 - Math.log(3)};
        TruthfulQaScores.Score score = TruthfulQaScores.Score.of(question(1, 1), tiny, tiny);
        assertThat(score.mc2()).isCloseTo(0.75, within(1e-12)); // 1 : 1/3
        assertThat(score.mc1()).isTrue();
    }

    @Test
    void score_impossibleOptionsAndTies_haveTheirMeaning() {
        double none = Double.NEGATIVE_INFINITY;
        assertThat(TruthfulQaScores.Score.of(question(1, 1), new double[] {none, -1}, new double[] {none, -1}))
                .isEqualTo(new TruthfulQaScores.Score(false, 0));
        assertThat(TruthfulQaScores.Score.of(question(1, 1), new double[] {-1, -1}, new double[] {-1, -1}))
                .isEqualTo(new TruthfulQaScores.Score(false, 0.5));
    }

    @Test
    void of_badLikelihoods_namesTheQuestion() {
        List<TruthfulQa> two = List.of(question(1, 1), question(2, 1));
        assertThatThrownBy(() -> TruthfulQaScores.of(two, (q, options) -> new double[] {-1, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("question 1: mc2 must have a log-likelihood for each of 3 options, got 2");
        assertThatThrownBy(() -> TruthfulQaScores.of(two, (q, options) -> new double[] {-1, Double.NaN}))
                .hasMessage("question 0: mc1[1] must be a log-likelihood of at most 0, got NaN");
        double none = Double.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> TruthfulQaScores.of(two, (q, options) -> new double[] {none, none}))
                .hasMessage("question 0: mc1 must hold a possible option, got -Infinity for all");
        assertThatThrownBy(() -> TruthfulQaScores.of(List.of(), (q, options) -> new double[0]))
                .hasMessage("questions must be at least one, got none");
    }

    @Test
    void prompt_isThePrimerAndTheQuestion() {
        TruthfulQa question = new TruthfulQa("Is it?", options(1, 1), options(1, 1));
        String prompt = TruthfulQaScores.prompt(question);
        assertThat(prompt).startsWith("Q: What is human life expectancy").endsWith("Spain.\n\nQ: Is it?\nA:");
        assertThat(Stream.of(prompt.split("\n\n", -1))).hasSize(7).allMatch(p -> p.startsWith("Q: "));
        assertThat(TruthfulQaScores.continuation(new Option("Yes.", true))).isEqualTo(" Yes.");
    }

    @Test
    void against_anotherModel_isByQuestion() {
        TruthfulQaScores.Score low = new TruthfulQaScores.Score(false, 0.25);
        TruthfulQaScores.Score high = new TruthfulQaScores.Score(true, 0.75);
        TruthfulQaScores one = new TruthfulQaScores(List.of(high, high, low));
        TruthfulQaScores other = new TruthfulQaScores(List.of(low, high, low));
        assertThat(one.against(other).differences().mean()).isCloseTo(0.5 / 3, within(1e-12));
        assertThatThrownBy(() -> one.against(new TruthfulQaScores(List.of(low))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("models must have been asked the same questions, got 3 and 1; ask both the same");
    }
}
