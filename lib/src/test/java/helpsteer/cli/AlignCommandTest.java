package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.rl.OnlineRun;
import helpsteer.align.rl.OnlineTraining;
import helpsteer.reward.ScoringModels;
import helpsteer.run.Seed;
import helpsteer.train.Run;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.weights.model.TinyDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages of alignment from a terminal, on a decoder from nothing and a tiny judge. */
class AlignCommandTest {
    private static final List<String> STAGES = List.of("sft", "steerlm", "steerlm2", "dpo");

    @TempDir
    private Path folder = Path.of("");

    private final Terminal terminal = new Terminal();

    @BeforeEach
    void writeModels() {
        new TinyDecoder(1, 1, 512).write(folder.resolve("tiny"), new Seed(1));
        ScoringModels.save(folder.resolve("judge"));
    }

    private int run(String... words) {
        return terminal.run(words);
    }

    private int align(String... more) {
        List<String> words = new ArrayList<>(List.of("align", in("run"), "--model", in("tiny"), "--tokens", "320"));
        words.addAll(List.of("--rank", "2", "--rate", "0.01", "--rows", "44"));
        if (!List.of(more).contains("--answer")) {
            words.addAll(List.of("--answer", "6"));
        }
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private List<String> lines() {
        return terminal.lines();
    }

    private String errors() {
        return terminal.errors();
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    /** All but the line which says whether the model was written or found. */
    private static List<String> tables(List<String> lines) {
        return lines.stream().filter(line -> !line.matches("(wrote|found) .*")).toList();
    }

    @Test
    void align_allStagesThenCalledAgain_leavesWhatItSaysAndFindsIt() throws IOException {
        String[] small = {"--judge", in("judge"), "--prompts", "16", "--samples", "2"};
        assertThat(align(small)).as(errors()).isZero();
        List<String> first = lines();
        assertThat(first.get(0)).startsWith("sft, steerlm, steerlm2, dpo on llama-");
        assertThat(first.get(1))
                .matches(
                        "rows: kept 44, dropped \\{beyond the limit of rows=\\d+, longer than 320 tokens=\\d+}; .* data .*");
        assertThat(first.get(2)).matches("rated responses: kept \\d+, dropped \\{longer than 320 tokens=\\d+}");
        assertThat(first.get(3)).isEqualTo("asks for 4,4,4,2,2");
        assertThat(first.subList(0, first.indexOf("Stages")))
                .as("before it is examined")
                .contains("wrote " + in("run/model-4-dpo"));
        assertTables(first);
        assertThat(folder.resolve("run/examination/start-plain.jsonl")).exists();
        assertThat(folder.resolve("run/2-steerlm/examination/steerlm-44420.jsonl"))
                .exists();
        // whether so few steps of so small a policy help is chance; that they are taken and move it is not
        TrainingResult iteration = Run.training(folder.resolve("run/3-steerlm2"));
        assertThat(iteration.steps()).hasSizeGreaterThan(4);
        assertThat(iteration.validations())
                .extracting(TrainingResult.Validation::loss)
                .doesNotHaveDuplicates();

        assertThat(align(small)).as(errors()).isZero();
        assertThat(tables(lines())).isEqualTo(tables(first));
        assertThat(lines()).contains("found " + in("run/model-4-dpo"));

        Files.delete(folder.resolve("run/4-dpo/adapter/adapter_config.json"));
        assertThat(align(small)).isEqualTo(1);
        assertThat(errors())
                .startsWith(
                        "model-4-dpo must be of a stage that is done, got none for 4-dpo; move it away and call again");
    }

    private static void assertTables(List<String> first) {
        assertThat(first)
                .anyMatch(line -> line.matches("pairs of the best and the worst response of steerlm2: kept \\d+, .*"))
                .anyMatch(line -> line.matches("steerlm2: \\d+ prompts of .*, best after step \\d+; .*"))
                .anyMatch(line -> line.matches("sampling +[\\d.]+ +[\\d.]+ % +\\d+ +[\\d,]+"))
                .anyMatch(line -> line.matches("On \\d+ validation prompts; .* helpfulness:4,.*,verbosity:2"))
                .anyMatch(line -> line.matches("start +\\d+ \\[-?\\d+, \\d+] .*"));
        for (String stage : STAGES) {
            String before = stage.equals("sft") ? "start" : STAGES.get(STAGES.indexOf(stage) - 1);
            assertThat(first)
                    .anyMatch(line -> line.matches(stage + " +\\d+ +\\d+ +[\\d.]+ +[\\d.]+ +\\d+ +[\\d.]+"))
                    .anyMatch(line -> line.matches(stage + " +start +-?[\\d.]+ \\[.*"))
                    .anyMatch(line -> line.matches(stage + " +" + before + " +-?[\\d.]+ \\[.*"));
        }
        assertThat(first.stream().filter(line -> line.contains(" verbosity  ")))
                .extracting(line -> line.replaceFirst(" .*", ""))
                .containsExactly("start", "steerlm", "steerlm2");
    }

    private static String turn(String role, String text) {
        return "{\"role\": \"" + role + "\", \"content\": \"" + text + "\"}";
    }

    /** A question and its answer; then sixty conversations, of which the first begins with the same. */
    private void writeChats(String more) throws IOException {
        String chats = IntStream.range(0, 60)
                .mapToObj(i -> "{\"messages\": [" + turn("user", "Question " + i + "?") + ", "
                        + turn("assistant", "Answer " + i + ".") + (i == 0 ? more : "") + "]}\n")
                .collect(Collectors.joining());
        String first =
                "{\"messages\": [" + turn("user", "Question 0?") + ", " + turn("assistant", "Answer 0.") + "]}\n";
        Files.writeString(folder.resolve("chats.jsonl"), first + chats);
    }

    @Test
    void align_annotatedConversations_leavesAModelThatGenerateOpens() throws IOException {
        writeChats(", " + turn("user", "More?") + ", " + turn("assistant", "No more."));
        assertThat(align("--data", in("chats.jsonl"))).isEqualTo(1);
        assertThat(errors())
                .startsWith("rows must give rated responses to train on and to hold out, got 0 and 0; give more rows,"
                        + " let texts be longer, or have a reward model annotate them");
        assertThat(align("--data", in("chats.jsonl"), "--annotate", in("judge")))
                .as(errors())
                .isZero();
        assertThat(lines())
                .contains(
                        "rows: kept 44, dropped {beyond the limit of rows=17}; chats.jsonl",
                        "rated answers: 44 of 45, the others stand in more than one conversation and are learned once",
                        "rated responses: kept 44, dropped {}",
                        "wrote " + in("run/model-2-steerlm"));
        assertThat(folder.resolve("run/examination")).doesNotExist();
        String[] ask = {"generate", "--prompt", "Hi", "--max-tokens", "3", "--model", in("run/model-2-steerlm")};
        assertThat(run(ask)).as(errors()).isZero();
    }

    @Test
    void align_rowsOfOneRating_asksForThatAndExaminesNoControl() throws IOException {
        String label = ", \"label\": \"helpfulness:3,correctness:4,coherence:1,complexity:2,verbosity:1\"";
        String chats = IntStream.range(0, 40)
                .mapToObj(i -> "{\"conversations\": [{\"from\": \"User\", \"value\": \"Question " + i + "?\"},"
                        + " {\"from\": \"Assistant\", \"value\": \"Answer " + i + ".\"" + label + "}]}\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("chats.jsonl"), chats);
        String[] words = {"--data", in("chats.jsonl"), "--stages", "steerlm", "--judge", in("judge"), "--prompts", "4"};
        assertThat(align(words)).as(errors()).isZero();
        assertThat(lines())
                .contains("asks for 3,4,1,2,1 (4,4,4,2,2 lowered to what the rows have)")
                .contains(
                        "control is not examined: rows must have two verbosities at least, got [1]; give rows of others")
                .noneMatch(line -> line.startsWith("Against the stage before"));
    }

    @Test
    void align_interruptedInTraining_goesOnToTheSameBytes() throws IOException {
        assertGoesOn("1-sft", "run.jsonl", "\"event\":\"step\"", "--stages", "sft", "--epochs", "40");
    }

    @Test
    void align_interruptedInSampling_goesOnToTheSameBytes() throws IOException {
        String[] words = {"--stages", "steerlm2", "--judge", in("judge"), "--prompts", "8", "--samples", "40"};
        assertGoesOn("1-steerlm2", "samples.jsonl.settings.json", "", words);
        assertThat(lines()).contains("asks for 4,4,4,2,2");
    }

    @Test
    void align_roundsOfPpoInterrupted_goOnToTheSameBytesAndTellTheRounds() throws IOException {
        String[] words = {"--stages", "ppo", "--judge", in("judge"), "--prompts", "8", "--samples", "4"};
        assertGoesOn("1-ppo", "run.jsonl", "\"event\":\"step\"", words);
        assertThat(lines())
                .contains("wrote " + in("run/model-1-ppo"), "Rounds of ppo")
                .anyMatch(line -> line.matches(" +4 +-?[\\d.]+ +-?[\\d.]+ +[\\d.]+ +[\\d.]+ +-?[\\d.]+"))
                .anyMatch(line -> line.matches("sampling +[\\d.]+ +[\\d.]+ % +\\d+ +[\\d,]+"))
                .anyMatch(line -> line.matches("ppo +start +-?[\\d.]+ \\[.*"));
    }

    @Test
    void align_reinforceAfterSft_isHeldToTheStageBefore() throws IOException {
        String[] words = {"--stages", "sft,reinforce", "--judge", in("judge"), "--prompts", "4", "--rounds", "2"};
        assertThat(align(words)).as(errors()).isZero();
        List<OnlineTraining.Round> rounds = OnlineRun.rounds(folder.resolve("run/2-reinforce"));
        assertThat(rounds).hasSize(2);
        assertThat(rounds.get(0).tokenKl()).isBetween(-1e-5, 1e-5);
        assertThat(folder.resolve("run/examination/sft-plain.jsonl")).doesNotExist();
        assertThat(lines()).contains("wrote " + in("run/model-2-reinforce"), "Rounds of reinforce");
        assertThat(align("--stages", "sft,reinforce", "--judge", in("judge"), "--prompts", "4", "--rounds", "3"))
                .isEqualTo(1);
        assertThat(errors()).contains("task.size.rounds");
    }

    /** A call that is cut off where a stage's file holds a text, and the same again, beside one that never was. */
    private void assertGoesOn(String stage, String file, String text, String... words) throws IOException {
        assertThat(interrupted(folder.resolve("run").resolve(stage).resolve(file), text, words))
                .as(errors())
                .isEqualTo(1);
        assertThat(lines()).last().asString().endsWith("; the same call goes on");
        assertThat(folder.resolve("run").resolve(stage).resolve("adapter")).doesNotExist();
        assertThat(align(words)).as(errors()).isZero();
        Files.move(folder.resolve("run"), folder.resolve("cut"));
        assertThat(align(words)).as(errors()).isZero();
        String adapter = stage + "/adapter/adapter_model.safetensors";
        assertThat(folder.resolve("cut").resolve(adapter))
                .hasSameBinaryContentAs(folder.resolve("run").resolve(adapter));
    }

    /** Calls the command and interrupts it as soon as a file holds a text, as Ctrl-C does; no interrupt outlives the call. */
    private int interrupted(Path path, String text, String... words) {
        Thread caller = Thread.currentThread();
        AtomicBoolean over = new AtomicBoolean();
        Thread stopping = new Thread(() -> {
            try {
                while (!over.get()
                        && (!Files.exists(path) || !Files.readString(path).contains(text))) {
                    Thread.sleep(5);
                }
                Thread.sleep(50); // until the file is closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                return;
            }
            synchronized (over) {
                if (!over.get()) {
                    caller.interrupt();
                }
            }
        });
        stopping.setDaemon(true);
        stopping.start();
        try {
            return align(words);
        } finally {
            synchronized (over) {
                over.set(true);
            }
            Thread.interrupted();
        }
    }

    @Test
    void align_wordsNotUnderstood_saysWhich() {
        String[][] wrong = {
            {"--stages", "sft,grpo"},
            {"--stages", ""},
            {"--stages", "sft,dpo", "--judge", "j"},
            {"--stages", "dpo,steerlm2", "--judge", "j"},
            {"--stages", "sft,steerlm2"},
            {"--stages", "reinforce,ppo,ppo"},
            {"--annotate", "j"},
            {"--annotate", "j", "--data", "d", "--stages", "sft"},
            {"--template", "alpaca"},
            {"--samples", "0"},
            {"--loss", "bt"},
            {"--rank", "999999999"},
        };
        StringBuilder all = new StringBuilder();
        for (String[] words : wrong) {
            assertThat(align(words)).isEqualTo(2);
            all.append(errors().lines().findFirst().orElseThrow()).append('\n');
        }
        assertThat(all.toString().lines())
                .containsExactly(
                        "--stages must be one of [sft, steerlm, steerlm2, dpo, reinforce, ppo], got grpo",
                        "--stages must be one of [sft, steerlm, steerlm2, dpo, reinforce, ppo], got a blank one",
                        "stages must have steerlm2 before dpo, got sft,dpo; dpo compares the responses that steerlm2"
                                + " samples",
                        "stages must have steerlm2 before dpo, got dpo,steerlm2; dpo compares the responses that"
                                + " steerlm2 samples",
                        "--judge must be given for [steerlm2], got none; name the folder of a reward model that train"
                                + " wrote",
                        "--judge must be given for [reinforce, ppo], got none; name the folder of a reward model that"
                                + " train wrote",
                        "--data must be given with --annotate, got none; HelpSteer2's rows are rated by people",
                        "--stages must have steerlm where --annotate is given, got sft; only steerlm learns from"
                                + " ratings",
                        "--template must be one of [own, steerlm], got alpaca",
                        "--samples must be a whole number from 1 to 4096, got 0",
                        "option must be one of those of align, got --loss",
                        "--rank must be a whole number from 1 to 4096, got 999999999");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
