package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.Tuning;
import helpsteer.reward.ScoringModels;
import helpsteer.run.Seed;
import helpsteer.weights.TinyDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void writeModels() {
        new TinyDecoder(1, 1, 512).write(folder.resolve("tiny"), new Seed(1));
        ScoringModels.save(folder.resolve("judge"));
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        return new Main(
                        List.of(AlignCommand.COMMAND, GenerateCommand.COMMAND),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    private int align(String... more) {
        List<String> words = new ArrayList<>(List.of("align", in("run"), "--model", in("tiny"), "--tokens", "320"));
        words.addAll(List.of("--rank", "2", "--rate", "0.01", "--rows", "80", "--answer", "6"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    /** All but the last line, which says whether the model was written or found. */
    private static List<String> tables(List<String> lines) {
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void align_allStagesThenCalledAgain_leavesWhatItSaysAndFindsIt() {
        String[] small = {"--judge", in("judge"), "--prompts", "16", "--samples", "2"};
        assertThat(align(small)).as(errors()).isZero();
        List<String> first = lines();
        assertThat(first.get(0)).startsWith("sft, steerlm, steerlm2, dpo on llama-");
        assertThat(first.get(1)).matches("\\d+ of \\d+ rows, read whole within 320 tokens, \\d+ rated responses, .*");
        assertThat(first)
                .anyMatch(line -> line.matches("pairs of the best and the worst response of steerlm2: kept \\d+, .*"))
                .anyMatch(line -> line.matches("steerlm2: \\d+ prompts of .*, best after step \\d+; .*"))
                .anyMatch(line -> line.matches("sampling +[\\d.]+ +[\\d.]+ % +\\d+ +[\\d,]+"))
                .anyMatch(line -> line.matches("On \\d+ validation prompts; .* helpfulness:4,.*,verbosity:2"))
                .anyMatch(line -> line.matches("start +\\d+ \\[-?\\d+, \\d+] .*"));
        for (String stage : STAGES) {
            assertThat(first)
                    .anyMatch(line -> line.matches(stage + " +\\d+ +\\d+ +[\\d.]+ +[\\d.]+ +\\d+ +[\\d.]+"))
                    .anyMatch(line -> line.matches(stage + " +start +-?[\\d.]+ \\[.*"));
        }
        assertThat(first.stream().filter(line -> line.contains(" verbosity  ")))
                .extracting(line -> line.replaceFirst(" .*", ""))
                .containsExactly("start", "steerlm", "steerlm2");
        assertThat(first).last().isEqualTo("wrote " + in("run/4-dpo/model"));
        assertThat(folder.resolve("run/examination/start-plain.jsonl")).exists();
        assertThat(folder.resolve("run/2-steerlm/examination/steerlm-44420.jsonl"))
                .exists();

        assertThat(align(small)).as(errors()).isZero();
        assertThat(tables(lines())).isEqualTo(tables(first));
        assertThat(lines()).last().isEqualTo("found " + in("run/4-dpo/model"));
    }

    @Test
    void align_annotatedConversations_leavesAModelThatGenerateOpens() throws IOException {
        String chats = IntStream.range(0, 60)
                .mapToObj(i -> "{\"messages\": [{\"role\": \"user\", \"content\": \"Question " + i + "?\"},"
                        + " {\"role\": \"assistant\", \"content\": \"Answer " + i + ".\"}]}\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("chats.jsonl"), chats);
        assertThat(align("--data", in("chats.jsonl"))).isEqualTo(1);
        assertThat(errors())
                .startsWith("rows must give rated responses to train on and to hold out, got 0 and 0; give more rows or"
                        + " more --tokens, or ratings by --annotate");
        assertThat(align("--data", in("chats.jsonl"), "--annotate", in("judge")))
                .as(errors())
                .isZero();
        assertThat(lines().get(1)).startsWith("60 of 60 rows, read whole within 320 tokens, 60 rated responses, ");
        assertThat(lines()).last().isEqualTo("wrote " + in("run/2-steerlm/model"));
        assertThat(folder.resolve("run/examination")).doesNotExist();
        String[] ask = {"generate", "--prompt", "Hi", "--max-tokens", "3", "--model", in("run/2-steerlm/model")};
        assertThat(run(ask)).as(errors()).isZero();
    }

    @Test
    void align_interruptedInTrainingAndInSampling_saysThatTheSameCallGoesOn() {
        interruptOnce("run/1-sft/run.jsonl", "\"event\":\"step\"");
        assertThat(align("--epochs", "1000")).as(errors()).isEqualTo(1);
        assertThat(lines()).hasSize(3).last().asString().endsWith("; the same call goes on");

        interruptOnce("run/1-steerlm2/samples.jsonl.settings.json", "");
        String[] words = {"--stages", "steerlm2", "--judge", in("judge"), "--samples", "1000"};
        assertThat(align(words)).as(errors()).isEqualTo(1);
        assertThat(lines()).last().isEqualTo("sampling was interrupted; the same call goes on");
    }

    @Test
    void names_kindsThatComeAgain_areNumberedAndDrawOtherNumbers() {
        List<String> given = List.of("--stages", "sft,steerlm2,steerlm2,dpo", "--judge", "j", "--rate", "0.5");
        AlignWords asked = AlignWords.of(new Words(given));
        assertThat(asked.names()).containsExactly("sft", "steerlm2", "steerlm2-2", "dpo");
        assertThat(asked.tuning(0)).isEqualTo(new Tuning(1, 16, 0.5, 0, new Seed(1)));
        assertThat(asked.tuning(2)).isEqualTo(new Tuning(1, 16, 0.05, 0, new Seed(3)));
        assertThat(asked.tuning(3)).isEqualTo(new Tuning(1, 16, 0.05, 0.1, new Seed(4)));
    }

    /** Interrupts the caller as soon as a file holds a text, as Ctrl-C does. */
    private void interruptOnce(String file, String text) {
        Thread caller = Thread.currentThread();
        Path path = folder.resolve(file);
        Thread stopping = new Thread(() -> {
            try {
                while (!Files.exists(path) || !Files.readString(path).contains(text)) {
                    Thread.sleep(5);
                }
                Thread.sleep(100); // until the file is closed
                caller.interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.setDaemon(true);
        stopping.start();
    }

    @Test
    void align_wordsNotUnderstood_saysWhich() {
        String[][] wrong = {
            {"--stages", "sft,ppo"},
            {"--stages", ""},
            {"--stages", "sft,dpo", "--judge", "j"},
            {"--stages", "dpo,steerlm2", "--judge", "j"},
            {"--stages", "sft,steerlm2"},
            {"--annotate", "j"},
            {"--annotate", "j", "--data", "d", "--stages", "sft"},
            {"--template", "alpaca"},
            {"--samples", "0"},
            {"--loss", "bt"},
            {"--judge", in("judge"), "--prompts", "1"},
        };
        StringBuilder all = new StringBuilder();
        for (String[] words : wrong) {
            assertThat(align(words)).isEqualTo(2);
            all.append(errors().lines().findFirst().orElseThrow()).append('\n');
        }
        assertThat(all.toString().lines())
                .containsExactly(
                        "--stages must be out of [sft, steerlm, steerlm2, dpo] with commas between, got sft,ppo",
                        "--stages must be out of [sft, steerlm, steerlm2, dpo] with commas between, got ",
                        "--stages must have steerlm2 before dpo, got sft,dpo; dpo compares the responses that steerlm2"
                                + " samples",
                        "--stages must have steerlm2 before dpo, got dpo,steerlm2; dpo compares the responses that"
                                + " steerlm2 samples",
                        "--judge must be given for steerlm2 and dpo, got none; name the folder of a reward model that"
                                + " train wrote",
                        "--data must be given with --annotate, got none; HelpSteer2's rows are rated by people",
                        "--stages must have steerlm where --annotate is given, got sft; only steerlm learns from"
                                + " ratings",
                        "--template must be one of [own, steerlm], got alpaca",
                        "--samples must be a whole number of at least 1, got 0",
                        "FOLDER must be named, got " + in("run") + " --loss bt",
                        "--prompts must be at least 2 that leave room for --answer 6 within --tokens 320, got 1; raise"
                                + " --prompts or --tokens, or lower --answer");
    }
}
