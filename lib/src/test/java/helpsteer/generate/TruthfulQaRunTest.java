package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.bench.TruthfulQaScores;
import helpsteer.data.benchmark.TruthfulQa;
import helpsteer.data.benchmark.TruthfulQa.Option;
import helpsteer.data.fetch.DataHome;
import helpsteer.run.Seed;
import helpsteer.weights.model.Pretrained;
import helpsteer.weights.model.TinyDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log-likelihoods of options behind a question: against whole texts on the tiny model, against transformers on SmolLM2. */
class TruthfulQaRunTest {
    private static final Path GOLDEN = Path.of("lib/src/test/resources/golden/bench/truthfulqa-smollm2.json");

    /** Questions of the golden that are asked every day; all 20 where the property asks for them. */
    private static final int QUESTIONS = Integer.getInteger("helpsteer.truthfulqa", 4);

    @Test
    void ofAnswers_onePrompt_equalsReadingEachWhole() {
        try (LanguageModel model = LanguageModel.open(LanguageModelTest.TINY)) {
            int[] prompt = {20, 21, 22, 300, 24};
            List<int[]> answers = List.of(new int[] {30}, new int[] {31, 32, 33, 34}, new int[] {600, 20});
            List<double[]> shared = model.score().ofAnswers(prompt, answers);
            List<double[]> whole = model.score().ofAnswers(List.of(prompt, prompt, prompt), answers);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(shared.get(i)).containsExactly(whole.get(i), within(1e-5));
            }
        }
    }

    /**
     * Sums of some tens of logarithms in fp32, whose products torch adds in another order behind a shared context than in a
     * whole text; each is off by about 1e-5, their sum by less than 1e-3.
     */
    @Test
    void scores_smolLm2_equalTransformers() throws IOException {
        assumeThat(Pretrained.SMOLLM2_135M_INSTRUCT.path())
                .as("SmolLM2 is not in the cache; environment/helpsteer fetch smollm2 brings it")
                .exists();
        DataHome home = DataHome.find();
        assumeThat(home.file("truthfulqa/v1/mc_task.json"))
                .as("TruthfulQA is not among the data (HELPSTEER_DATA)")
                .isPresent();
        List<TruthfulQa> all = TruthfulQa.first(home).items();
        List<TruthfulQa> asked = new ArrayList<>();
        List<JsonNode> golden = new ArrayList<>();
        for (JsonNode each : new ObjectMapper().readTree(GOLDEN.toFile()).path("questions")) {
            if (asked.size() < QUESTIONS) {
                golden.add(each);
                asked.add(all.get(each.path("index").intValue()));
            }
        }
        try (LanguageModel model = LanguageModel.smolLm2()) {
            TruthfulQaRun run = new TruthfulQaRun(model);
            for (int q = 0; q < asked.size(); q++) {
                TruthfulQa question = asked.get(q);
                JsonNode expected = golden.get(q);
                Map<String, Double> logs = run.logLikelihoods(question);
                double[] mc1 = close(logs, question.mc1(), expected.path("mc1_log_likelihood"));
                double[] mc2 = close(logs, question.mc2(), expected.path("mc2_log_likelihood"));
                TruthfulQaScores.Score score = TruthfulQaScores.Score.of(question, mc1, mc2);
                assertThat(score.mc1()).isEqualTo(expected.path("mc1").intValue() == 1);
                assertThat(score.mc2()).isCloseTo(expected.path("mc2").doubleValue(), within(1e-3));
                if (q == 0) {
                    assertThat(run.scores(List.of(question)).questions().get(0)).isEqualTo(score);
                }
            }
        }
    }

    private static double[] close(Map<String, Double> logs, List<Option> options, JsonNode expected) {
        assertThat(options).hasSize(expected.size());
        double[] out = options.stream().mapToDouble(o -> logs.get(o.text())).toArray();
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isCloseTo(expected.get(i).doubleValue(), within(1e-3));
        }
        return out;
    }

    @Test
    void scores_interrupted_sayHowFarTheyCame() {
        List<Option> options = List.of(new Option("Yes.", true), new Option("No, never.", false));
        try (LanguageModel model = LanguageModel.open(LanguageModelTest.TINY)) {
            TruthfulQaRun run = new TruthfulQaRun(model);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> run.scores(List.of(new TruthfulQa("Is it?", options, options))))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("TruthfulQA was interrupted after 0 of 1");
        }
    }

    @Test
    void scores_ofADecoderOpenElsewhere_areThoseOfItsModel(@TempDir Path folder) {
        new TinyDecoder(1, 1, 2048).write(folder, new Seed(1)); // reads bytes: the primer alone is more than a thousand
        List<Option> options = List.of(new Option("Yes.", true), new Option("No, never.", false));
        List<TruthfulQa> questions = List.of(new TruthfulQa("Is it?", options, options));
        try (LanguageModel model = LanguageModel.open(folder)) {
            TruthfulQaScores expected = new TruthfulQaRun(model).scores(questions);
            assertThat(TruthfulQaRun.scores(model.decoder(), model.files(), questions))
                    .isEqualTo(expected);
            assertThat(new TruthfulQaRun(model).scores(questions)).isEqualTo(expected);
        }
    }
}
