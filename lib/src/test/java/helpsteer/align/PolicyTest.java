package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Split;
import helpsteer.data.Turn;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.reward.InputConfig;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a policy reads, what it asks for, and what it gives. */
class PolicyTest {
    @TempDir
    private Path folder = Path.of("");

    private static final Prompt TWO_TURNS = new Prompt(
            List.of(new Turn(Role.USER, "Who?"), new Turn(Role.ASSISTANT, "Me."), new Turn(Role.USER, "Why?")));

    private static String asked(Policy policy, PolicyText text) {
        int[] ids = text.ids();
        return policy.tokenizer()
                .decode(Arrays.stream(text.asked()).map(i -> ids[i]).toArray());
    }

    private static String given(Policy policy, PolicyText text) {
        return policy.tokenizer().decode(Arrays.copyOf(text.ids(), text.asked()[0]));
    }

    @Test
    void read_papersTemplate_asksForResponseNewlineAndTurnStart() {
        try (Policy policy = TinyPolicy.whole(InputConfig.Template.STEERLM)) {
            PolicyText text =
                    policy.read(new PromptResponse(TWO_TURNS, "Because."), Optional.of(new Ratings(4, 3, 4, 2, 1)));
            assertThat(asked(policy, text)).isEqualTo("Because.\n<extra_id_1>");
            assertThat(given(policy, text))
                    .endsWith(
                            """
                            <extra_id_1>User
                            Why?
                            <extra_id_1>Assistant
                            <extra_id_2>helpfulness:4,correctness:3,coherence:4,complexity:2,verbosity:1
                            """);
            PolicyText plain = policy.read(new PromptResponse(TWO_TURNS, "Because."), Optional.empty());
            assertThat(given(policy, plain)).endsWith("<extra_id_1>User\nWhy?\n<extra_id_1>Assistant\n");
            assertThat(asked(policy, policy.readWhole(new PromptResponse(TWO_TURNS, "Because."))))
                    .isEqualTo("Me.\nBecause.\n<extra_id_1>");
        }
    }

    @Test
    void read_ownTemplate_putsTheWishBehindTheLastUserTurn() {
        try (Policy policy = TinyPolicy.whole(InputConfig.Template.OWN)) {
            PolicyText text = policy.read(new PromptResponse(TWO_TURNS, "Because."), Optional.of(TinyPolicy.WANTED));
            assertThat(asked(policy, text)).isEqualTo("Because.<|im_end|>\n");
            assertThat(given(policy, text))
                    .endsWith("<|im_start|>user\nWhy?\n\nAnswer with helpfulness:4,correctness:4,coherence:4,"
                            + "complexity:2,verbosity:2<|im_end|>\n<|im_start|>assistant\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void readPrompt_anyFormat_isWhereTheResponseBegins(InputConfig.Template format) {
        try (Policy policy = TinyPolicy.whole(format)) {
            for (Optional<Ratings> wanted : List.of(Optional.<Ratings>empty(), Optional.of(TinyPolicy.WANTED))) {
                int[] prompt = policy.readPrompt(TWO_TURNS, wanted);
                PolicyText text = policy.read(new PromptResponse(TWO_TURNS, "Because."), wanted);
                assertThat(text.asked()[0]).isEqualTo(prompt.length);
                assertThat(text.ids()).startsWith(prompt);
            }
        }
    }

    /** The usual way: all logits, softmax, the entry of the next token. */
    @Test
    void of_manyTexts_equalsTheSoftmaxOfEachTextAlone() {
        try (Policy policy = TinyPolicy.withAdapters();
                NDManager scope = policy.manager().newSubManager()) {
            List<PolicyText> texts = TinyPolicy.exchanges(5).stream()
                    .map(e -> policy.read(e, Optional.empty()))
                    .toList();
            List<double[]> found = policy.of(texts);
            List<double[]> before = policy.reference().of(texts);
            double[] sums = policy.sums(texts);
            for (int i = 0; i < texts.size(); i++) {
                int[] ids = texts.get(i).ids();
                Decoder decoder = policy.decoder();
                NDArray logs = decoder.logits(decoder.forward(DecoderInput.of(List.of(ids), scope)))
                        .logSoftmax(1);
                int[] asked = texts.get(i).asked();
                double sum = 0;
                for (int t = 0; t < asked.length; t++) {
                    double expected = logs.getFloat(asked[t] - 1, ids[asked[t]]);
                    assertThat(found.get(i)[t]).isCloseTo(expected, within(1e-5));
                    assertThat(before.get(i)[t]).isCloseTo(expected, within(1e-5)); // new adapters change nothing
                    sum += expected;
                }
                assertThat(sums[i]).isCloseTo(sum, within(1e-4));
            }
        }
    }

    private static List<SftExample> lessons() {
        return TinyPolicy.exchanges(8).stream()
                .map(e -> new SftExample(e, Optional.empty(), false))
                .toList();
    }

    private static void train(Policy policy) {
        TrainingArgs args = TinyPolicy.tuning(4, 4, 1e-2);
        args.train(policy, Sft.objective(policy, new Split<>(lessons(), lessons()), args));
    }

    @Test
    void reference_afterTraining_isWhatThePolicyWas() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            List<PolicyText> texts = lessons().stream().map(l -> l.read(policy)).toList();
            double[] start = policy.sums(texts);
            train(policy);
            double[] reference = policy.reference().sums(texts);
            double[] now = policy.sums(texts);
            for (int i = 0; i < start.length; i++) {
                assertThat(reference[i]).isCloseTo(start[i], within(1e-4));
                assertThat(now[i]).isGreaterThan(start[i]);
            }
            policy.mergeAdapters();
            double[] merged = policy.reference().sums(texts);
            for (int i = 0; i < start.length; i++) {
                assertThat(merged[i]).isCloseTo(now[i], within(1e-3));
            }
        }
    }

    @Test
    void open_savedStages_areTheLastPolicyWithTheStageBeforeAsReference() {
        List<PolicyText> texts;
        double[] afterFirst;
        double[] afterSecond;
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (Policy policy = TinyPolicy.withAdapters()) {
            texts = lessons().stream().map(l -> l.read(policy)).toList();
            train(policy);
            policy.save(first);
            afterFirst = policy.sums(texts);
            policy.mergeAdapters();
            train(policy);
            policy.save(second);
            afterSecond = policy.sums(texts);
        }
        try (Policy again = Policy.open(
                TinyPolicy.backbone(), TinyPolicy.adapted(InputConfig.Template.OWN), List.of(first, second))) {
            double[] now = again.sums(texts);
            double[] reference = again.reference().sums(texts);
            for (int i = 0; i < now.length; i++) {
                assertThat(now[i]).isCloseTo(afterSecond[i], within(1e-3));
                assertThat(reference[i]).isCloseTo(afterFirst[i], within(1e-3));
            }
        }
    }

    @Test
    void fits_longPrompt_isNoted() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            assertThat(policy.fits(new PromptResponse(TWO_TURNS, "x"), Optional.empty()))
                    .isTrue();
            assertThat(policy.fits(new PromptResponse(TWO_TURNS, "word ".repeat(300)), Optional.empty()))
                    .isFalse();
        }
    }

    @Test
    void policy_badUse_isRefused() {
        assertThatThrownBy(() ->
                        Policy.open(TinyPolicy.backbone(), InputConfig.decoder().withMaxTokens(8), new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxTokens must be at least 16, got 8");
        assertThatThrownBy(() -> PolicyText.of(new int[0], new int[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens asked for must be at least one, none of them the first of 1, got {0};"
                        + " an empty response teaches nothing, leave it out");
        assertThatThrownBy(() -> Policy.open(
                        TinyPolicy.backbone(), TinyPolicy.adapted(InputConfig.Template.OWN), List.<Path>of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("folders must be at least one and the input ask for adapters, got 0 and ");
        try (Policy policy = TinyPolicy.whole(InputConfig.Template.OWN)) {
            assertThatThrownBy(() -> policy.save(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a policy must have adapters to be saved as such, got none; save it with saveWhole");
        }
    }
}
