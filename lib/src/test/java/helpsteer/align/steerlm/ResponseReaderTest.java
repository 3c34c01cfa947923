package helpsteer.align.steerlm;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.Policy;
import helpsteer.align.PolicyFormat;
import helpsteer.align.PolicyText;
import helpsteer.align.TinyPolicy;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Prompt;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was sampled is what is scored and learned, token by token. */
class ResponseReaderTest {
    private static final Prompt PROMPT = TinyPolicy.prompt(0);
    private static final PromptResponse EXCHANGE = new PromptResponse(PROMPT, "red and green");

    private static Completion completion(int[] ids, String text, Completion.Ending ending) {
        List<SampledToken> draws =
                Arrays.stream(ids).mapToObj(id -> new SampledToken(id, -1, -1)).toList();
        return new Completion(draws, text, ending);
    }

    private static int[] askedIds(PolicyText text) {
        int[] ids = text.ids();
        return Arrays.stream(text.asked()).map(at -> ids[at]).toArray();
    }

    private static int[] ids(List<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @EnumSource(PolicyFormat.class)
    void text_tokensThatTheTextIsReadIn_isTheTextAsItIsRead(PolicyFormat format) {
        try (Policy policy = TinyPolicy.wholeStart(format).open()) {
            ResponseReader reader = new ResponseReader(policy);
            PolicyText read = policy.read(EXCHANGE, Optional.of(TinyPolicy.WANTED));
            int[] whole = askedIds(read);
            int[] text = policy.tokenizer().ids(EXCHANGE.response());
            assertThat(whole).startsWith(text).hasSizeGreaterThan(text.length);
            int[] prompt = policy.readPrompt(PROMPT, Optional.of(TinyPolicy.WANTED));
            List<Integer> ended = reader.tokens(completion(whole, EXCHANGE.response(), Completion.Ending.TOKEN));
            List<Integer> cut = reader.tokens(completion(text, EXCHANGE.response(), Completion.Ending.LENGTH));
            List<Integer> begun = reader.tokens(
                    completion(Arrays.copyOf(whole, text.length + 1), EXCHANGE.response(), Completion.Ending.TOKEN));
            for (List<Integer> tokens : List.of(ended, cut, begun)) {
                assertThat(ids(tokens)).isEqualTo(whole);
                PolicyText sampled = reader.text(EXCHANGE, Optional.of(TinyPolicy.WANTED), prompt, tokens);
                assertThat(askedIds(sampled)).isEqualTo(whole);
                int[] ids = read.ids(); // of the paper's long form cut at its left
                int[] end = Arrays.copyOfRange(ids, ids.length - 60, ids.length);
                assertThat(sampled.ids()).endsWith(end);
                assertThat(format == PolicyFormat.STEERLM || sampled.equals(read))
                        .isTrue();
            }
            assertThat(reader.text(EXCHANGE, Optional.of(TinyPolicy.WANTED), prompt, List.of()))
                    .isEqualTo(read);
        }
    }

    @Test
    void tokens_endedByAnotherToken_areAsTheyWereSampled() {
        try (Policy policy = TinyPolicy.start().open()) {
            int[] sampled = {60, 61, 62};
            assertThat(ids(new ResponseReader(policy).tokens(completion(sampled, "x", Completion.Ending.STOP))))
                    .isEqualTo(sampled);
        }
    }

    @Test
    void possible_textThatIsReadInOtherTokens_isScoredAndKeptAsItWasSampled() {
        try (Policy policy = TinyPolicy.start().open()) {
            ResponseReader reader = new ResponseReader(policy);
            int[] single = EXCHANGE.response()
                    .chars()
                    .flatMap(c -> Arrays.stream(policy.tokenizer().ids(Character.toString(c))))
                    .toArray();
            assertThat(single).hasSizeGreaterThan(policy.tokenizer().ids(EXCHANGE.response()).length);
            List<Integer> tokens = reader.tokens(completion(single, EXCHANGE.response(), Completion.Ending.LENGTH));
            CandidateScoring scoring = new CandidateScoring(
                    policy, policy.reference(), TinyPolicy.LENGTH, BetaRatings.of(Bins.HALF_INTEGER));
            List<SteerLm2Row> rows = scoring.possible(List.of(new CandidateScoring.Asked(
                    PROMPT, TinyPolicy.WANTED, List.of(new CandidateScoring.Sampled(EXCHANGE.response(), tokens)))));
            SteerLm2Row.Response response = rows.get(0).responses().get(0);
            assertThat(response.tokens()).isEqualTo(tokens);
            PolicyText asSampled = reader.texts(rows.get(0)).get(0);
            assertThat(askedIds(asSampled)).startsWith(single);
            assertThat(response.logSampler()).isEqualTo(policy.sums(List.of(asSampled))[0]);
            double ofText = policy.sums(List.of(policy.read(EXCHANGE, Optional.of(TinyPolicy.WANTED))))[0];
            assertThat(response.logSampler()).isNotEqualTo(ofText);
            assertThat(SteerLm2.fitting(policy, rows).items()).isEqualTo(rows);
        }
    }

    @Test
    void fits_asManyTokensAsThePolicyReads_areTheMost() {
        try (Policy policy = TinyPolicy.start().open()) {
            ResponseReader reader = new ResponseReader(policy);
            SteerLm2Row shortest = row(1);
            int most = 160 - reader.texts(shortest).get(0).length() + 1; // the tiny policy reads 160
            assertThat(reader.fits(row(most))).isTrue();
            assertThat(reader.texts(row(most)).get(0).length()).isEqualTo(160);
            assertThat(reader.fits(row(most + 1))).isFalse();
        }
    }

    private static SteerLm2Row row(int tokens) {
        List<Integer> ids = IntStream.range(0, tokens).mapToObj(i -> 50).toList();
        return new SteerLm2Row(PROMPT, TinyPolicy.WANTED, List.of(new SteerLm2Row.Response("text", -1, -2, -3, ids)));
    }
}
