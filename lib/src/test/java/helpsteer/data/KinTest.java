package helpsteer.data;

import static helpsteer.data.TestFiles.gzip;
import static helpsteer.data.TestFiles.row;
import static helpsteer.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.Conversation;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.HhRlhf;
import helpsteer.data.sets.OpenAssistant;
import helpsteer.data.sets.PreferenceFile;
import helpsteer.data.sets.RaterScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers of the other datasets, on rows small enough to read. */
class KinTest {
    private final Path folder;

    KinTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String lists(String helpfulness, String verbosity) {
        return """
                {"prompt": "c#", "response": "r", "helpfulness": %s, "correctness": [3, 4, 4], "coherence": [4, 3, 4], \
                "complexity": [2, 2, 2], "verbosity": %s}
                """
                .formatted(helpfulness, verbosity);
    }

    /** The dataset card's example row and its means. */
    @Test
    void scoreLists_rowOfTheDatasetCard_hasItsMeans() throws IOException {
        Path file = write(folder, "disagreements.jsonl", lists("[3, 3, 4]", "[2, 1, 1]"));
        RaterScores row = RaterScores.read(file, Strictness.STRICT).rows().get(0);
        assertThat(row.mean(Attribute.HELPFULNESS)).isEqualTo(10 / 3.0);
        assertThat(row.mean(Attribute.VERBOSITY)).isEqualTo(4 / 3.0);
        assertThat(row.spread(Attribute.COHERENCE)).isEqualTo(1);
        assertThat(row.count()).isEqualTo(3);
    }

    @Test
    void scoreLists_badLists_areRefused() {
        assertThatThrownBy(() -> scores(lists("[3]", "[2, 1, 1]")))
                .hasMessage("d.jsonl:1: helpfulness must hold 2 to 5 scores, got 1");
        assertThatThrownBy(() -> scores(lists("[3, 3, 4]", "[2, 1]")))
                .hasMessage("d.jsonl:1: verbosity must hold as many scores as helpfulness, 3, got 2");
        assertThatThrownBy(() -> scores(lists("[3, 5, 4]", "[2, 1, 1]")))
                .hasMessage("d.jsonl:1: helpfulness[1] must be in 0..4, got 5");
        assertThatThrownBy(() -> scores(lists("3", "[2, 1, 1]")))
                .hasMessage("d.jsonl:1: helpfulness must be a list, got 3");
    }

    private List<RaterScores> scores(String text) throws IOException {
        return RaterScores.read(write(folder, "d.jsonl", text), Strictness.STRICT)
                .rows();
    }

    @Test
    void agreeing_oneWideResponse_dropsThePromptsBothRows() throws IOException {
        List<RaterScores> rows = scores(lists("[3, 3, 4]", "[2, 1, 1]")
                + lists("[0, 3, 4]", "[2, 1, 1]")
                + lists("[2, 3, 4]", "[2, 1, 1]").replace("c#", "d"));
        Filtered<RaterScores> kept = RaterScores.agreeing(rows);
        assertThat(kept.items()).extracting(s -> s.prompt().markup()).containsExactly("d");
        assertThat(kept.dropped()).isEqualTo(Map.of("helpfulness differs by more than 2", 2));
    }

    @Test
    void agreeing_promptRatedTwice_judgesEachPairAlone() throws IOException {
        String agreeing = lists("[3, 3, 4]", "[2, 1, 1]");
        String wide = lists("[0, 3, 4]", "[2, 1, 1]");
        String other = agreeing.replace("c#", "d");
        List<RaterScores> rows = scores(agreeing + wide + other + other + agreeing + agreeing);
        Filtered<RaterScores> kept = RaterScores.agreeing(rows);
        assertThat(kept.items()).extracting(s -> s.prompt().markup()).containsExactly("d", "d", "c#", "c#");
        assertThat(kept.dropped()).isEqualTo(Map.of("helpfulness differs by more than 2", 2));
    }

    @Test
    void helpSteer1_neighboursOfOtherPrompts_areGrouped() throws IOException {
        Path file = write(folder, "h1.jsonl", row("p", "a", 1) + row("q", "b", 1) + row("p", "c", 2));
        Map<Prompt, List<RatedResponse>> groups =
                HelpSteer1.byPrompt(HelpSteer1.read(file, Strictness.STRICT).rows());
        assertThat(groups.keySet()).extracting(Prompt::markup).containsExactly("p", "q");
        assertThat(groups.get(Prompt.ofUser("p")))
                .extracting(RatedResponse::response)
                .containsExactly("a", "c");
    }

    @Test
    void helpSteer1_bothFiles_readsTheOfficialOne() throws IOException {
        DataHome home = new DataHome(folder, DataHome.Kind.OFFICIAL);
        write(folder, "helpsteer1-sample/nvidia_HelpSteer_sample.jsonl", row("p", "of the sample", 1));
        assertThat(HelpSteer1.train(home)).extracting(RatedResponse::response).containsExactly("of the sample");
        write(folder, "helpsteer1/train.jsonl.gz", gzip(row("p", "official", 1)));
        assertThat(HelpSteer1.train(home)).extracting(RatedResponse::response).containsExactly("official");
        assertThat(HelpSteer1.find(home))
                .hasValueSatisfying(rows ->
                        assertThat(rows).extracting(RatedResponse::response).containsExactly("official"));
    }

    @Test
    void helpSteer3_row_isAPairOverItsContext() throws IOException {
        String text =
                """
                {"domain": "code", "language": "java", "context": [{"role": "user", "content": "u"}, \
                {"role": "assistant", "content": "v"}, {"role": "user", "content": "w"}], "response1": "a", \
                "response2": "b", "overall_preference": 0, \
                "individual_preference": [{"score": -1, "reasoning": "x"}, {"score": 1, "reasoning": "y", \
                "feedback1": "f", "feedback2": "g"}]}
                """;
        HelpSteer3 row = HelpSteer3.read(write(folder, "v.jsonl", text), Strictness.STRICT)
                .rows()
                .get(0);
        assertThat(row.pair().prompt().userTurns()).isEqualTo(2);
        assertThat(row.pair().preferred()).isEqualTo(Preferred.TIE);
        assertThat(row.opinions()).extracting(AnnotatorPreference::strength).containsExactly(-1, 1);
        assertThatThrownBy(() -> HelpSteer3.read(
                        write(folder, "v.jsonl", text.replaceFirst("\"user\"", "\"tool\"")), Strictness.STRICT))
                .hasMessage("v.jsonl:1: role must be system, user or assistant, got \"tool\"");
        assertThatThrownBy(() -> HelpSteer3.read(
                        write(folder, "v.jsonl", text.replace("\"content\": \"w\"", "\"text\": \"w\"")),
                        Strictness.STRICT))
                .hasMessage("v.jsonl:1: fields must be role, content, got no \"context[2].content\"");
    }

    private static String transcripts(String chosen, String rejected) {
        return "{\"chosen\": \"" + chosen + "\", \"rejected\": \"" + rejected + "\"}\n";
    }

    @Test
    void hhRlhf_transcripts_areDividedOrDroppedByReason() throws IOException {
        String begin = "\\n\\nHuman: hi\\n\\nAssistant: yes?\\n\\nHuman: more\\n\\nAssistant:";
        String text = transcripts(begin + " good", begin + " bad")
                + transcripts(begin + " good", begin.replace("hi", "ho") + " bad")
                + transcripts("\\n\\nHuman: a\\n\\nHuman: b\\n\\nAssistant: c", begin + " bad")
                + transcripts("\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c", begin + " bad")
                + transcripts("plain text", begin + " bad")
                + transcripts(begin, begin + " bad");
        Filtered<PreferencePair> kept = HhRlhf.read(write(folder, "test.jsonl", text));
        assertThat(kept.items()).hasSize(2);
        PreferencePair pair = kept.items().get(0);
        assertThat(pair.prompt())
                .isEqualTo(new Prompt(List.of(
                        new Turn(Role.USER, "hi"), new Turn(Role.ASSISTANT, "yes?"), new Turn(Role.USER, "more"))));
        assertThat(pair.chosen() + "/" + pair.rejected()).isEqualTo("good/bad");
        assertThat(kept.items().get(1).chosen()).isEmpty();
        assertThat(kept.dropped())
                .isEqualTo(Map.of("speakers do not alternate", 3, "transcripts differ before the last answer", 1));
    }

    @Test
    void hhRlhf_dspForm_followsTheScore() throws IOException {
        String a = "\"\\n\\nHuman: q\\n\\nAssistant: a\"";
        String b = "\"\\n\\nHuman: q\\n\\nAssistant: b\"";
        String text = "[{\"text\": [" + a + ", " + b + "], \"score\": [1.0, 0.0]}, {\"text\": [" + a + ", " + b
                + "], \"score\": [0, 1]}]";
        Filtered<PreferencePair> kept = HhRlhf.readDsp(write(folder, "t.json.gz", gzip(text)));
        assertThat(kept.items()).extracting(PreferencePair::chosen).containsExactly("a", "b");
        assertThatThrownBy(() -> HhRlhf.readDsp(write(folder, "t.json", text.replace("[0, 1]", "[1, 1]"))))
                .hasMessage(
                        "t.json:2: text and score must hold two transcripts and one 1 and one 0, got 2 and [1.0, 1.0]");
        assertThatThrownBy(() -> HhRlhf.readDsp(write(folder, "t.json", "{\"text\": 1}")))
                .hasMessage("t.json:1: file must be a JSON array of objects, got something else");
        assertThatThrownBy(() -> HhRlhf.readDsp(write(folder, "t.json", text.substring(0, text.length() - 30))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("t.json:2: row must be sound JSON, got ");
    }

    @Test
    void openAssistant_tree_givesEveryPathWithLabelsTimesFourHalvesToEven() throws IOException {
        String labels = "\"labels\": {\"quality\": {\"value\": 0.625, \"count\": 3}, \"humor\": {\"value\": 0.375}}";
        String text =
                "{\"message_tree_id\": \"t\", \"prompt\": {\"text\": \"q\", \"role\": \"prompter\", \"replies\": ["
                        + "{\"text\": \"a\", \"role\": \"assistant\", \"replies\": [], " + labels + "},"
                        + "{\"text\": \"b\", \"role\": \"assistant\", \"rank\": 1, \"replies\": ["
                        + "{\"text\": \"c\", \"role\": \"prompter\", \"replies\": []}]}]}}\n";
        List<OpenAssistant> paths = OpenAssistant.read(write(folder, "x.trees.jsonl", text), Strictness.STRICT)
                .rows();
        assertThat(paths).extracting(p -> p.turns().size()).containsExactly(2, 3);
        // 0.625 * 4 = 2.5 and 0.375 * 4 = 1.5 both become 2
        assertThat(paths.get(0).turns().get(1).labels()).isEqualTo(Map.of("quality", 2, "humor", 2));
        assertThat(paths.get(1).turns().get(2).labels()).isEmpty();
        // the second path ends with a user's turn, which no answer follows
        assertThat(paths.get(1).chat().orElseThrow().answers())
                .extracting(Conversation.Answer::response)
                .containsExactly("b");
        assertThat(new OpenAssistant("t", paths.get(1).turns().subList(0, 1)).chat())
                .isEmpty();
        assertThatThrownBy(() -> OpenAssistant.read(
                        write(folder, "x.trees.jsonl", text.replace("0.625", "1.5")), Strictness.STRICT))
                .hasMessage("x.trees.jsonl:1: label quality must be in 0..1, got 1.5");
        assertThatThrownBy(() -> OpenAssistant.read(
                        write(folder, "x.trees.jsonl", text.replace("\"assistant\"", "\"prompter\"")),
                        Strictness.STRICT))
                .hasMessage("x.trees.jsonl:1: turn 1 must be ASSISTANT, got USER");
    }

    private static String ultra(String better, String worse, String scores) {
        return """
                {"prompt": "q", "chosen": [{"role": "user", "content": "q"}, %s], \
                "rejected": [{"role": "user", "content": "q"}, %s]%s}
                """
                .formatted(better, worse, scores);
    }

    private ReadResult<PreferencePair> readUltra(String text) throws IOException {
        return PreferenceFile.read(write(folder, "u.jsonl", text), Strictness.STRICT);
    }

    @Test
    void ultraFeedback_conversations_becomePairs() throws IOException {
        String a = "{\"role\": \"assistant\", \"content\": \"a\"}";
        String b = "{\"role\": \"assistant\", \"content\": \"b\"}";
        List<PreferencePair> pairs = readUltra(ultra(a, b, "")
                        + ultra(a, b, ", \"score_chosen\": 7.5, \"score_rejected\": 7.5")
                        + ultra(a, b, ", \"score_chosen\": 8, \"score_rejected\": 7.5"))
                .rows();
        assertThat(pairs).extracting(PreferencePair::signed).containsExactly(-1, 0, -1);
        assertThat(pairs.get(0).prompt()).isEqualTo(Prompt.ofUser("q"));
        assertThatThrownBy(() -> readUltra(ultra(a, b, ", \"score_chosen\": 1, \"score_rejected\": 2")))
                .hasMessage("u.jsonl:1: score_chosen must be at least score_rejected, got 1.0 and 2.0");
        assertThatThrownBy(() -> readUltra(ultra(a, b.replace("assistant", "user"), "")))
                .hasMessage("u.jsonl:1: rejected must end with a turn of the assistant, got USER");
        assertThatThrownBy(() -> readUltra(ultra(a, b, "").replaceFirst("\"content\": \"q\"", "\"content\": \"x\"")))
                .hasMessage("u.jsonl:1: chosen and rejected must be equal before the last message, got different ones");
    }

    @Test
    void preferenceFile_textsOrMessagesBehindAPrompt_areTheSamePairs() throws IOException {
        String texts = "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"source_index\": 3}\n";
        String user = "{\"role\": \"user\", \"content\": \"q\"}";
        String answer = "[{\"role\": \"assistant\", \"content\": \"%s\"}]";
        String messages = "{\"prompt\": [" + user + "], \"chosen\": " + String.format(answer, "a") + ", \"rejected\": "
                + String.format(answer, "b") + "}\n";
        assertThat(readUltra(texts + messages).rows())
                .containsExactly(
                        PreferencePair.ofChosen(Prompt.ofUser("q"), "a", "b"),
                        PreferencePair.ofChosen(Prompt.ofUser("q"), "a", "b"));
        assertThatThrownBy(() -> readUltra("{\"chosen\": \"a\", \"rejected\": \"b\"}\n"))
                .hasMessage("u.jsonl:1: fields must be prompt, got no \"prompt\"");
        assertThatThrownBy(() -> readUltra(texts.replace("\"b\"", "[]")))
                .hasMessage("u.jsonl:1: rejected must be a string, got a list");
    }

    @Test
    void distinctAndDecided_trivialPairs_areDropped() {
        Prompt p = Prompt.ofUser("p");
        List<PreferencePair> pairs = List.of(
                PreferencePair.ofSigned(p, "a", "a", 1),
                PreferencePair.ofSigned(p, "a", "b", 0),
                PreferencePair.ofSigned(p, "a", "b", 2));
        assertThat(PairFilter.distinct(pairs)).hasToString("kept 2, dropped {identical responses=1}");
        assertThat(PairFilter.decided(pairs)).hasToString("kept 2, dropped {tie=1}");
    }

    @Test
    void unequal_equalHelpfulness_isDroppedWithItsCount() throws IOException {
        Path file =
                write(folder, "train.jsonl", row("p", "a", 1) + row("p", "b", 1) + row("q", "a", 1) + row("q", "b", 2));
        List<RatedPair> pairs = HelpSteer2.pairs(file, Strictness.STRICT).rows();
        assertThat(PairFilter.unequal(pairs, Attribute.HELPFULNESS))
                .hasToString("kept 1, dropped {equal helpfulness=1}");
        assertThat(PairFilter.unequal(pairs, Attribute.VERBOSITY).dropped()).isEqualTo(Map.of("equal verbosity", 2));
    }
}
