package helpsteer.study.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.report.table.SteeringTables;
import helpsteer.stats.Estimate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Small numbers by hand: three prompts, two repetitions. */
class SteeringReportTest {
    private static Repetition.Answers answers(String policy, double... gold) {
        Map<Measure, List<Double>> numbers = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            double times = measure == Measure.JUDGE ? 2 : 1;
            numbers.put(measure, Arrays.stream(gold).map(g -> times * g).boxed().toList());
        }
        return new Repetition.Answers(policy, numbers);
    }

    /** Of two prompts, of which the second rises as told. */
    private static Repetition.Control control(Attribute asked, double slope) {
        return new Repetition.Control(
                "steerlm",
                asked,
                List.of(
                        List.of(0.0, 1.0),
                        List.of(1.0, 1 + slope),
                        List.of(2.0, 1 + 2 * slope),
                        List.of(3.0, 1 + 3 * slope),
                        List.of(4.0, 1 + 4 * slope)));
    }

    private static Repetition repetition(int number, double last) {
        return new Repetition(
                number,
                List.of(answers("sft", 1, 2, 3), answers("dpo", 3, 4, 5), answers("ppo", 1, 2, last)),
                List.of(control(Attribute.COMPLEXITY, 0.5), control(Attribute.VERBOSITY, 1)));
    }

    private static SteeringReport report() {
        Estimate known = new Estimate(0.9, 0.8, 0.95, 0.95);
        JudgeQuality judge = new JudgeQuality("judge", known, known, Map.of(Attribute.VERBOSITY, known));
        return SteeringReport.of(
                "made up", List.of(judge), Map.of("base", 2.5), List.of(repetition(1, 4), repetition(2, 2)));
    }

    @Test
    void of_threePolicies_ordersThemByGoldAndTellsWhatIsCertain() {
        SteeringReport report = report();
        assertThat(report.policies())
                .extracting(SteeringReport.PolicyRow::policy)
                .containsExactly("dpo", "sft", "ppo");
        assertThat(report.policies().get(0).mean(Measure.GOLD).value()).isCloseTo(4, within(1e-12));
        assertThat(report.policies().get(0).mean(Measure.JUDGE).value()).isCloseTo(8, within(1e-12));
        assertThat(report.policies().get(2).mean(Measure.GOLD).value()).isCloseTo(2, within(1e-12));
        assertThat(report.order()).isEqualTo("dpo > sft ≈ ppo");
    }

    @Test
    void of_threePolicies_comparesWithSftAndWithTheNext() {
        List<SteeringReport.Difference> differences = report().differences();
        assertThat(differences)
                .extracting(d -> d.policy() + " " + d.against() + " " + d.neighbours())
                .containsExactly("dpo sft false", "ppo sft false", "dpo sft true", "sft ppo true");
        SteeringReport.Difference dpo = differences.get(0);
        assertThat(dpo.gold()).isEqualTo(new Estimate(2, 2, 2, 0.95)); // 2 on every prompt in every repetition
        assertThat(dpo.judge().value()).isCloseTo(4, within(1e-12));
        assertThat(dpo.pValue()).isZero();
        assertThat(dpo.holm()).isZero();
        SteeringReport.Difference ppo = differences.get(1);
        assertThat(ppo.gold().value()).isZero(); // 1 and -1 on the third prompt
        assertThat(ppo.pValue()).isEqualTo(1);
        assertThat(ppo.holm()).isEqualTo(1);
        assertThat(ppo.isCertain()).isFalse();
    }

    /** Both prompts rise by 1 for verbosity; by 1 and 0.5 for complexity, which two prompts do not make certain. */
    @Test
    void of_controls_fitsASlopeToEachPrompt() {
        SteeringReport report = report();
        SteeringReport.ControlRow complexity = report.controls().get(0);
        assertThat(complexity.slope().value()).isCloseTo(0.75, within(1e-12));
        // standard error 0.25, Student's t with one degree of freedom 12.706
        assertThat(complexity.slope().low()).isCloseTo(0.75 - 0.25 * 12.7062, within(1e-4));
        assertThat(complexity.rises()).isFalse();
        assertThat(complexity.points()).extracting(Estimate::value).containsExactly(0.5, 1.25, 2.0, 2.75, 3.5);
        assertThat(report.controls().get(1).slope()).isEqualTo(new Estimate(1, 1, 1, 0.95));
        assertThat(report.told()).containsExactly("steerlm");
        assertThat(report.followed("steerlm")).containsExactly(Attribute.VERBOSITY);
    }

    @Test
    void tables_ofAReport_haveARowForEachResult() {
        SteeringReport report = report();
        assertThat(SteeringTables.judges("", report).rowCount()).isEqualTo(1);
        assertThat(SteeringTables.policies("", report).column("policy").asList())
                .isEqualTo(List.of("dpo", "sft", "ppo"));
        assertThat(SteeringTables.differences("", report).rowCount()).isEqualTo(4);
        assertThat(SteeringTables.controls("", report).column("rises").asList()).isEqualTo(List.of("no", "yes"));
        assertThat(SteeringTables.seconds("", report).rowCount()).isEqualTo(1);
        assertThat(SteeringTables.control("", report, "steerlm").getTitle()).isEmpty();
        assertThat(SteeringTables.slopes("", report)).isNotNull();
        assertThat(SteeringTables.goodness("", report)).isNotNull();
        assertThatThrownBy(() -> SteeringTables.control("", report, "dpo"))
                .hasMessage("policy must be one of [steerlm], got dpo");
    }

    @Test
    void of_nothing_isRefused() {
        assertThatThrownBy(() -> SteeringReport.of("", List.of(), Map.of(), List.of()))
                .hasMessage("repetitions must be at least one, got none");
        assertThatThrownBy(() -> new Repetition.Control("steerlm", Attribute.VERBOSITY, List.of(List.of(1.0))))
                .hasMessage("gold must have a list for each rating from 0 to 4, got 1");
    }
}
