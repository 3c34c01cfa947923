package helpsteer.study.steering;

import helpsteer.align.PolicyStart;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.run.Seed;
import helpsteer.text.BytePairEncoding;
import helpsteer.text.PromptResponse;
import helpsteer.text.SteerLmTemplate;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.Safetensors;
import helpsteer.weights.model.TinyDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What all repetitions of a study begin with: a language model trained from nothing and two reward models, the judge that the
 * stages learn from and a second one that only judges in the end. The reward models are encoders fine-tuned on rows of their
 * own: of so few rows the small decoder itself, with adapters, learned no ratings (its R² was 0).
 */
record SteeringModels(PretrainedDecoder base, CachedScorer judge, CachedScorer second) implements AutoCloseable {
    /** How many parts of a study make them. */
    static final int PARTS = 3;

    private static final String BASE = "base";
    private static final String JUDGE = "judge";
    private static final String SECOND_JUDGE = "second-judge";
    private static final TrainingArgs.Rate REWARD_RATE = new TrainingArgs.Rate(5e-5, Schedule.Shape.COSINE);
    private static final int REWARD_EPOCHS = 2;
    private static final int REWARD_BATCH = 8;
    private static final double MOST_HELD_OUT = 0.1;
    private static final double USUAL_HELD_OUT = 64;

    /**
     * Trains one of them where it is not there yet.
     *
     * @param part 0 and 1 for the reward models, which take longest, 2 for the language model
     * @return the folder of what is left
     */
    static Path train(int part, SteeringSettings settings, SteeringWorld world, StudyRuns runs) {
        Making making = new Making(settings, world, runs);
        return switch (part) {
            case 0 -> runs.part(JUDGE, () -> making.reward(JUDGE, 0));
            case 1 -> runs.part(SECOND_JUDGE, () -> making.reward(SECOND_JUDGE, 1));
            case 2 -> runs.part(BASE, making::base);
            default -> throw new IllegalArgumentException("part must be 0 to " + (PARTS - 1) + ", got " + part);
        };
    }

    /**
     * Opens them, for one thread.
     *
     * @param folders of the three, as {@link #train} gives them
     */
    static SteeringModels open(SteeringSettings settings, List<Path> folders) {
        PretrainedDecoder base = PretrainedDecoder.open(folders.get(2));
        CachedScorer judge = CachedScorer.of(beginning(settings).load(folders.get(0)));
        try {
            return new SteeringModels(
                    base, judge, CachedScorer.of(beginning(settings).load(folders.get(1))));
        } catch (RuntimeException e) {
            judge.close();
            throw e;
        }
    }

    /** What the reward models begin as. */
    private static Initialization beginning(SteeringSettings settings) {
        return Initialization.of(
                PretrainedEncoder.miniLm(),
                InputConfig.encoder()
                        .withMaxTokens(settings.shape().decoder().context())
                        .withDropout(0));
    }

    /** What all of them are made of. */
    private record Making(SteeringSettings settings, SteeringWorld world, StudyRuns runs) {
        Path base() {
            List<SftExample> rows =
                    world.plain(SteeringWorld.Part.BASE, settings.rows().base());
            Seed seed = new Seed(settings.seed());
            Path untrained = runs.folder().resolve("untrained");
            if (!Files.exists(untrained.resolve(Safetensors.FILE))) {
                settings.shape().decoder().write(untrained, encoding(rows), seed);
            }
            PolicyStart start = new PolicyStart(PretrainedDecoder.open(untrained), input(settings), seed);
            Split<SftExample> split = split(rows, row -> row.exchange().prompt());
            return runs.trained(BASE, new Run<>(new Sft(start, split), SteeringStage.BASE.args(seed)));
        }

        /** Trained on what the decoder will read: prompts, responses and what the paper's template writes around them. */
        private BytePairEncoding encoding(List<SftExample> rows) {
            List<String> texts = new ArrayList<>();
            for (SftExample row : rows) {
                row.exchange().prompt().turns().forEach(turn -> texts.add(turn.text()));
                texts.add(row.exchange().response());
                texts.add(SteerLmTemplate.SYSTEM);
                texts.add("System\nUser\nAssistant\n");
                texts.add(SteerLmTemplate.labels(new Ratings(4, 3, 2, 1, 0)));
            }
            return BytePairEncoding.train(texts, settings.shape().vocabulary() - TinyDecoder.leastVocabulary());
        }

        /** A reward model, learned from ratings of annotators of its own. */
        Path reward(String name, int number) {
            List<RatedResponse> rated = world.rated(
                    number == 0 ? SteeringWorld.Part.JUDGE : SteeringWorld.Part.SECOND_JUDGE,
                    world.raters(number),
                    settings.rows().reward());
            RegressionTraining job = new RegressionTraining(beginning(settings), split(rated, RatedResponse::prompt));
            TrainingArgs args = new TrainingArgs(
                    new TrainingArgs.Length(REWARD_EPOCHS, Integer.MAX_VALUE),
                    REWARD_BATCH,
                    REWARD_RATE,
                    0,
                    new Seed(new Seed(settings.seed()).stream(name).nextLong()));
            return runs.trained(name, new Run<>(job, args));
        }
    }

    /** The paper's template; all parameters are trained. */
    static InputConfig input(SteeringSettings settings) {
        return InputConfig.decoder()
                .withTemplate(InputConfig.Template.STEERLM)
                .withMaxTokens(settings.shape().decoder().context());
    }

    /** The same with adapters. */
    static InputConfig adapted(SteeringSettings settings) {
        return input(settings)
                .withOptions(Decoder.Options.defaults().withLora(Lora.defaults().withDropout(0)));
    }

    /** Holds out a tenth of the prompts, of many rows about 64 rows. */
    static <T> Split<T> split(List<T> rows, Function<T, Prompt> promptOf) {
        return Split.byPrompt(rows, promptOf, Math.min(MOST_HELD_OUT, USUAL_HELD_OUT / rows.size()), new Seed(0));
    }

    /** An exchange that a row rates. */
    static List<PromptResponse> exchanges(List<RatedResponse> rows) {
        return rows.stream().map(PromptResponse::of).toList();
    }

    @Override
    public void close() {
        judge.close();
        second.close();
    }
}
