package helpsteer.align.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.ChildJvm;
import helpsteer.align.KillableChain;
import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.align.TimingTable;
import helpsteer.align.TinyPolicy;
import helpsteer.align.steerlm.IterationSummary;
import helpsteer.align.steerlm.PreparedPrompts;
import helpsteer.align.steerlm.SteerLm2Iteration;
import helpsteer.train.metrics.TrainingResult.Ending;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SFT, SteerLM, SteerLM 2.0 twice and DPO on the tiny policy with a scorer that likes length. */
class AlignmentPipelineTest {
    @TempDir
    private static Path shared = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static Path whole = Path.of("");
    private static List<AlignmentPipeline.Done> stages = List.of();

    @BeforeAll
    static void runWhole() {
        whole = shared.resolve("whole");
        stages = KillableChain.run(whole, line -> {});
    }

    /** What a chain leaves, without what tells of time. */
    private static List<Path> files(Path chain) throws IOException {
        try (var all = Files.walk(chain)) {
            return all.filter(Files::isRegularFile)
                    .map(chain::relativize)
                    .filter(f -> !f.toString().contains("checkpoints"))
                    .filter(f -> !f.toString().endsWith(".lock")) // names its process
                    .filter(f -> !List.of("run.jsonl", "costs.jsonl", "training.json")
                            .contains(f.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    /** Killed by the system once while it samples and once while it trains an iteration. */
    @Test
    void run_killedInSamplingAndInTraining_endsWithTheSameBytes() throws Exception {
        assertThat(stages).extracting(AlignmentPipeline.Done::name).containsExactlyElementsOf(KillableChain.STAGES);
        assertThat(stages).allMatch(AlignmentPipeline.Done::fresh);
        assertSummary(stages.get(2).folder());
        Path killed = folder.resolve("killed");
        killAt(killed, "stages 2", "sampling 32");
        List<String> second = killAt(killed, "sampling 32", "step 21");
        assertThat(second).contains("stages 2", "sampling 40", "scoring 40").doesNotContain("sampling 0");
        List<String> third = new ArrayList<>();
        assertThat(KillableChain.run(killed, third::add))
                .extracting(AlignmentPipeline.Done::fresh)
                .containsExactly(false, false, true, true, true);
        assertThat(third).contains("resumed 20");
        assertSameBytes(killed);
        assertFound(whole, stages);
    }

    private static void assertSameBytes(Path other) throws IOException {
        List<Path> expected = files(whole);
        assertThat(files(other)).isEqualTo(expected);
        for (Path file : expected) {
            assertThat(other.resolve(file)).as("%s", file).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    /** As a notebook's stop button does: the thread is interrupted while it samples, while it scores and while it trains. */
    @Test
    void run_interruptedInSamplingScoringAndTraining_endsWithTheSameBytes() throws IOException {
        Path stopped = folder.resolve("stopped");
        assertThatThrownBy(() -> KillableChain.run(stopped, interruptingAt("sampling 32")))
                .isInstanceOf(CancellationException.class)
                .hasMessage("sampling was interrupted");
        assertThatThrownBy(() -> KillableChain.run(stopped, interruptingAt("scoring 32")))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("reading was interrupted after ");
        List<AlignmentPipeline.Done> cut = KillableChain.run(stopped, interruptingAt("step 5"));
        assertThat(cut).extracting(AlignmentPipeline.Done::fresh).containsExactly(false, false, true);
        assertThat(cut.get(2).training().ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(cut.get(2).training().steps()).hasSize(6);
        List<String> last = new ArrayList<>();
        assertThat(KillableChain.run(stopped, last::add))
                .extracting(AlignmentPipeline.Done::name)
                .containsExactlyElementsOf(KillableChain.STAGES);
        assertThat(last).contains("resumed 6");
        assertSameBytes(stopped);
    }

    private static Consumer<String> interruptingAt(String moment) {
        return line -> {
            if (line.equals(moment)) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** 20 prompts with two wishes each, 3 responses to each. */
    private static void assertSummary(Path iteration) {
        IterationSummary summary = SteerLm2Iteration.summary(iteration);
        int empty = summary.sampled().dropped().getOrDefault("response without text", 0);
        assertThat(summary.sampled().questions()).isEqualTo(40);
        assertThat(summary.sampled().responses() + empty).isEqualTo(120);
        assertThat(summary.distance().after()).isLessThan(summary.distance().before());
        assertThat(summary.worth().effectiveResponses()).isBetween(1.0, 3.0);
        assertThat(summary.toString()).contains("distance 0.", "KL to the prior ", " a token, best after step ");
        TimingTable costs = SteerLm2Iteration.costs(iteration);
        assertThat(costs.parts()).extracting(TimingTable.Part::name).containsExactly("sampling", "scoring", "training");
        assertThat(costs.parts()).allMatch(p -> p.seconds() > 0 && p.tokens() > 0);
        assertThat(costs.parts().get(0).tokens()).isEqualTo(summary.sampled().tokens());
    }

    @Test
    void questions_noRoomOrNone_areRefused() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            SteerLm2Iteration.Questions questions = KillableChain.iteration().questions();
            assertThatThrownBy(() -> PreparedPrompts.of(policy, questions, 150))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("questions must leave room for 150 tokens of 160, got none of 40 that does;"
                            + " let the policy read more tokens or ask for shorter answers");
            assertThat(PreparedPrompts.of(policy, questions, 6).dropped()).isEmpty();
            assertThatThrownBy(() -> new SteerLm2Iteration.Questions(questions.prompts(), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("prompts to train on and to look at and wanted must be at least one each,"
                            + " got 16, 4 and 0");
        }
        assertThatThrownBy(() -> new AlignmentPipeline.Stage(
                        "SFT 1", KillableChain.chain(1).stages().get(0).run()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name must be of small letters, digits, dots and hyphens, got \"SFT 1\"");
    }

    /** Starts the chain in a process and kills it where it says the second text some time after the first. */
    private static List<String> killAt(Path chain, String first, String then) throws Exception {
        Process process = ChildJvm.start(List.of("-Xmx512m"), KillableChain.class, chain.toString());
        List<String> said = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !(line.equals(then) && said.contains(first))) {
                said.add(line);
                line = out.readLine();
            }
            process.destroyForcibly().waitFor();
            assertThat(line).as("%s", said).isEqualTo(then);
        }
        return said;
    }

    @Test
    void open_stageOfAChain_isThePolicyThatItLeft() {
        List<PolicyText> text;
        double[] expected;
        List<Path> first = stages.subList(0, 2).stream()
                .map(AlignmentPipeline.Done::adapter)
                .toList();
        AlignmentPipeline chain = KillableChain.chain(1e-2);
        try (Policy policy = Policy.open(chain.backbone(), chain.input(), first)) {
            text = List.of(policy.read(TinyPolicy.exchanges(1).get(0), Optional.of(TinyPolicy.WANTED)));
            expected = policy.sums(text);
        }
        try (Policy second = chain.open(whole, "steerlm");
                Policy last = chain.open(whole, "dpo")) {
            assertThat(second.sums(text)).isEqualTo(expected);
            assertThat(last.sums(text)).isNotEqualTo(expected);
        }
        assertThatThrownBy(() -> chain.open(whole, "ppo"))
                .hasMessage("stage must be one of " + KillableChain.STAGES + ", got ppo");
    }

    private static void assertFound(Path chain, List<AlignmentPipeline.Done> stages) {
        List<String> said = new ArrayList<>();
        List<AlignmentPipeline.Done> again = KillableChain.run(chain, said::add);
        assertThat(again).noneMatch(AlignmentPipeline.Done::fresh);
        assertThat(again)
                .extracting(AlignmentPipeline.Done::training)
                .isEqualTo(stages.stream().map(AlignmentPipeline.Done::training).toList());
        assertThat(said).containsExactly("stages 0", "stages 1", "stages 2", "stages 3", "stages 4", "stages 5");
        assertThatThrownBy(() -> KillableChain.chain(2e-2).run(chain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of 1-sft, got config.args.rate.peak: 0.01 → 0.02;"
                        + " choose another folder");
    }

    @Test
    void each_startAndStages_areThePoliciesThatTheyLeft() {
        AlignmentPipeline chain = KillableChain.chain(1e-2);
        Map<String, Double> sums = chain.each(whole, List.of("steerlm", "start", "sft"), (name, policy) -> sum(policy));
        assertThat(sums.keySet()).containsExactly("steerlm", "start", "sft");
        try (Policy start = Policy.open(chain.backbone(), chain.input(), chain.seed());
                Policy sft = chain.open(whole, "sft")) {
            assertThat(sums).containsEntry("start", sum(start)).containsEntry("sft", sum(sft));
        }
        assertThat(sums.values()).doesNotHaveDuplicates();
    }

    private static double sum(Policy policy) {
        return policy.sums(List.of(policy.read(TinyPolicy.exchanges(1).get(0), Optional.empty())))[0];
    }

    @Test
    void stage_namedStart_isRefused() {
        assertThatThrownBy(() -> new AlignmentPipeline.Stage(
                        "start", KillableChain.chain(1).stages().get(0).run()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "name must not be \"start\", which is what stands before the first stage, got a stage of that"
                                + " name; give it another");
    }
}
