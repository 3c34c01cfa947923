package helpsteer.align.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.align.TinyPolicy;
import helpsteer.align.eval.GenerationMetric.Judged;
import helpsteer.bench.BestOfNCurve;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.run.Seed;
import helpsteer.stats.test.PairedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoredGenerationsTest {
    private static final GenerationMetric VERBOSITY = GenerationMetric.predicted(Attribute.VERBOSITY);

    /** Responses of one sample each, with these numbers for verbosity. */
    private static ScoredGenerations single(String policy, double... verbosity) {
        return answers(
                policy,
                IntStream.range(0, verbosity.length)
                        .mapToObj(i -> new double[] {verbosity[i]})
                        .toArray(double[][]::new));
    }

    private static ScoredGenerations answers(String policy, double[]... verbosity) {
        List<Prompt> prompts = new ArrayList<>();
        List<List<Judged>> responses = new ArrayList<>();
        for (double[] ofPrompt : verbosity) {
            prompts.add(TinyPolicy.prompt(prompts.size()));
            responses.add(IntStream.range(0, ofPrompt.length)
                    .mapToObj(i -> judged("ab".repeat(i + 1) + " ", ofPrompt[i]))
                    .toList());
        }
        return new ScoredGenerations(policy, prompts, responses);
    }

    private static Judged judged(String text, double verbosity) {
        List<SampledToken> draws =
                Stream.generate(() -> new SampledToken(7, -1, -1)).limit(3).toList();
        Completion.Ending ending = text.length() < 4 ? Completion.Ending.TOKEN : Completion.Ending.LENGTH;
        return new Judged(new Completion(draws, text, ending), new AttributeScores(1, 2, 3, 4, (float) verbosity));
    }

    @Test
    void metrics_ofAResponse_areItsNumbers() {
        Judged judged = judged("abab ", 2.5);
        assertThat(GenerationMetric.CHARS.of(judged)).isEqualTo(4); // the last blank is not said
        assertThat(GenerationMetric.TOKENS.of(judged)).isEqualTo(3);
        assertThat(GenerationMetric.ENDED.of(judged)).isZero();
        assertThat(GenerationMetric.ENDED.of(judged("a", 0))).isEqualTo(1);
        assertThat(VERBOSITY.of(judged)).isEqualTo(2.5);
        assertThat(GenerationMetric.reward(AttributeWeights.ALIGNMENT).of(judged))
                .isCloseTo(0.65 + 0.8 * 2 + 0.45 * 3, within(1e-6));
    }

    @Test
    void byPrompt_severalSamples_isTheirMean() {
        ScoredGenerations answers = answers("p", new double[] {1, 3}, new double[] {0, 1});
        assertThat(answers.byPrompt(VERBOSITY)).containsExactly(2, 0.5);
        assertThat(answers.moments(VERBOSITY).mean()).isEqualTo(1.25);
        // two prompts: 1.25 plus and minus 12.706 times 0.75
        assertThat(answers.mean(VERBOSITY).high()).isCloseTo(1.25 + 12.7062 * 0.75, within(1e-3));
    }

    @Test
    void against_samePrompts_isThePairedTest() {
        PairedTest test = single("b", 1, 2, 4).against(single("a", 1, 1, 1), VERBOSITY);
        assertThat(test.differences().mean()).isCloseTo(4 / 3.0, within(1e-12));
        // t = 1.3333 / (1.5275 / sqrt 3) = 1.5119 with 2 degrees of freedom
        assertThat(test.pValue()).isCloseTo(0.2697, within(1e-4));
    }

    @Test
    void wins_tiesAndSeveralSamples_countHalvesAndAllPairs() {
        ScoredGenerations first = answers("b", new double[] {2, 0}, new double[] {1, 1});
        ScoredGenerations second = answers("a", new double[] {1, 0}, new double[] {0, 0});
        // prompt 0: 2>1, 2>0, 0<1, 0=0 are 2.5 of 4; prompt 1: all
        ScoredGenerations.WinRate wins = first.wins(second, VERBOSITY);
        assertThat(wins.rate().value()).isEqualTo((2.5 / 4 + 1) / 2);
        assertThat(wins.rate().interval().contains(wins.rate().value())).isTrue();
        assertThat(second.wins(first, VERBOSITY).rate().value())
                .isEqualTo(1 - wins.rate().value());
        assertThat(first.wins(first, VERBOSITY).rate().value()).isEqualTo(0.5);
    }

    @Test
    void wins_noDifference_isNoEvidence() {
        ScoredGenerations same = single("a", 1, 2, 3);
        assertThat(same.wins(same, VERBOSITY).pValue()).isEqualTo(1);
    }

    @Test
    void bestOf_goldOfAnother_isWhatTheFirstChooses() {
        ScoredGenerations chooser = answers("p", new double[] {0, 1}, new double[] {1, 0});
        ScoredGenerations gold = answers("p", new double[] {5, 9}, new double[] {3, 1});
        BestOfNCurve curve = chooser.bestOf(VERBOSITY, gold, VERBOSITY, new int[] {1, 2}, new Seed(1));
        assertThat(curve.points().get(0).chosen().estimate()).isEqualTo(4.5);
        assertThat(curve.points().get(1).chosen().estimate()).isEqualTo(6);
    }

    @Test
    void judgedBy_anotherModel_keepsTheTexts() {
        ScoredGenerations answers = single("p", 1, 2);
        ScoredGenerations again = answers.judgedBy(TinyPolicy.LENGTH);
        assertThat(again.byPrompt(GenerationMetric.CHARS)).isEqualTo(answers.byPrompt(GenerationMetric.CHARS));
        assertThat(again.byPrompt(VERBOSITY)).containsExactly(1.5, 1.5);
    }

    @Test
    void against_otherPrompts_isRefused() {
        assertThatThrownBy(() -> single("b", 1, 2, 4).against(single("a", 1, 1), VERBOSITY))
                .hasMessage("policies must have answered the same prompts, got 3 of b and 2 others of a");
    }

    @Test
    void answers_unevenOrTooFew_areRefused() {
        assertThatThrownBy(() -> single("a", 1))
                .hasMessage("prompts must be at least two, each with its responses, got 1 and responses of 1");
        assertThatThrownBy(() -> answers("a", new double[] {1}, new double[] {1, 2}))
                .hasMessage("responses must be at least one and as many of each prompt, got [1, 2]");
    }

    @Test
    void slope_lineOfEachPrompt_isItsMean() {
        ControllabilityCurve curve = new ControllabilityCurve(
                "p",
                Attribute.VERBOSITY,
                List.of(
                        new ControllabilityCurve.Point(0, single("p", 1, 5)),
                        new ControllabilityCurve.Point(1, single("p", 3, 5)),
                        new ControllabilityCurve.Point(4, single("p", 9, 1))));
        // prompt 0: exactly 2 a point; prompt 1: middle 5/3, squares 26/3, sum (-5/3)5 + (-2/3)5 + (7/3)1 = -28/3
        double second = -28.0 / 26;
        PairedTest slope = curve.slope(VERBOSITY);
        assertThat(slope.differences().mean()).isCloseTo((2 + second) / 2, within(1e-12));
        assertThat(slope.differences().sampleSd()).isCloseTo((2 - second) / Math.sqrt(2), within(1e-12));
    }

    @Test
    void curve_unsortedOrAlone_isRefused() {
        ControllabilityCurve.Point one = new ControllabilityCurve.Point(1, single("p", 1, 5));
        assertThatThrownBy(() -> new ControllabilityCurve("p", Attribute.VERBOSITY, List.of(one)))
                .hasMessage("points must be at least two, got 1");
        assertThatThrownBy(() -> new ControllabilityCurve("p", Attribute.VERBOSITY, List.of(one, one)))
                .hasMessage("points must be in rising order of the rating, got [1, 1]");
        ControllabilityCurve.Point other = new ControllabilityCurve.Point(2, single("p", 1, 5, 3));
        assertThatThrownBy(() -> new ControllabilityCurve("p", Attribute.VERBOSITY, List.of(one, other)))
                .hasMessage("points must be on the same prompts, got others for rating 2");
    }
}
