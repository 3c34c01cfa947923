package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.data.Prompt;
import helpsteer.nn.Torch;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.text.ChatEncoding;
import helpsteer.text.EncodedChat;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scores of answers against a softmax over the whole vocabulary, taken by plain operations. */
class SequenceLogProbTest {
    private final LanguageModel model = LanguageModel.open(LanguageModelTest.TINY);

    @AfterEach
    void close() {
        model.close();
    }

    private static List<EncodedChat> chats(ChatEncoding encoding) {
        List<PromptResponse> exchanges = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            exchanges.add(new PromptResponse(Prompt.ofUser("question " + i), "an answer ".repeat(i)));
        }
        return encoding.encodeAll(exchanges);
    }

    @Test
    void ofResponses_raggedChats_equalTheSoftmaxOfTheLogits() {
        try (ChatEncoding encoding = model.encoding(model.template(), 256);
                NDManager scope = Torch.newManager()) {
            List<EncodedChat> chats = chats(encoding);
            List<double[]> scores = model.score().ofResponses(chats);
            double[] sums = SequenceLogProb.sums(scores);
            for (int c = 0; c < chats.size(); c++) {
                EncodedChat chat = chats.get(c);
                DecoderInput input = DecoderInput.of(List.of(chat.ids()), scope);
                NDArray logs =
                        model.decoder().logits(model.decoder().forward(input)).logSoftmax(-1);
                int at = 0;
                double sum = 0;
                for (int i = 1; i < chat.length(); i++) {
                    if (chat.isResponse(i)) {
                        double expected = logs.getFloat(i - 1L, chat.id(i));
                        assertThat(scores.get(c)[at++]).isCloseTo(expected, within(1e-5));
                        sum += expected;
                    }
                }
                assertThat(scores.get(c)).hasSize(at).isNotEmpty();
                assertThat(sums[c]).isCloseTo(sum, within(1e-3));
            }
        }
    }

    @Test
    void ofAnswers_emptyPromptAndMissingAnswer_areRefused() {
        SequenceLogProb score = SequenceLogProb.of(model.decoder());
        assertThatThrownBy(() -> score.ofAnswers(List.of(new int[0]), List.of(new int[] {3})))
                .hasMessage("prompt 0 must have at least one token, got none");
        assertThatThrownBy(() -> score.ofAnswers(List.of(new int[] {3}), List.of()))
                .hasMessage("there must be one answer for each prompt, got 0 for 1");
        assertThat(score.ofAnswers(List.of(new int[] {3}), List.of(new int[0])).get(0))
                .isEmpty();
    }
}
