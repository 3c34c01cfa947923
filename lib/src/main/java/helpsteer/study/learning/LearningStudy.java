package helpsteer.study.learning;

import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.Torch;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.BagOfWords;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.LengthBaseline;
import helpsteer.reward.frozen.MeanBaseline;
import helpsteer.reward.frozen.SurfaceFeatures;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.training.FineTunedEncoder;
import helpsteer.reward.training.Initialization;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.run.Workspace;
import helpsteer.simulation.files.SimulatedFolder;
import helpsteer.simulation.files.SimulationSettings;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.simulation.world.SimulatedWorld;
import helpsteer.train.TrainingArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Learns simulated ratings by fine-tuning an encoder, on its frozen vectors, by a small decoder's adapters where asked, and by
 * rules that read nothing or only words, and judges all of them on unseen prompts whose truth is known.
 *
 * <p>Each learner's numbers in each world are kept in the cache, so a study that was cut off goes on.
 *
 * @param settings what is learned in which world, and how
 */
public record LearningStudy(LearningSettings settings) {
    /** Raised whenever the same settings would give other scores, or their files another form. */
    private static final int FORMAT = 4;

    private static final int NAME_DIGITS = 12;
    private static final String TASK = "learning";

    /** More than any prompt and response of the short form have. */
    private static final int DECODER_TOKENS = 320;

    private static final double NANOS = 1e9;

    /** Positions from here on are in no file: the ratings begin at 0, HelpSteer3 at 2^40. */
    private static final long BEYOND_THE_FILES = 1L << 42;

    /** The texts of a world are a function of its seed and these, apart from how many are written. */
    private record World(long seed, SimulationSettings settings) {
        SimulatedWorld texts() {
            return SimulatedWorld.of(settings.world());
        }

        RaterPool raters() {
            return new RaterPool(settings.raters(), new Seed(seed));
        }

        Path write() throws IOException {
            Path folder = Workspace.cache().resolve("simulated").resolve(settings.name());
            try {
                SimulatedFolder.write(settings, folder);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException(String.valueOf(e.getMessage()));
            }
            return folder;
        }
    }

    /**
     * Runs the study, or goes on with it.
     *
     * @param seeds of the worlds and of training, at least one
     * @throws IOException where files cannot be written
     */
    public LearningReport run(List<Long> seeds) throws IOException {
        List<LearningScore> all = new ArrayList<>();
        for (long seed : seeds) {
            all.addAll(of(new World(seed, settings.world().withSeed(seed))));
        }
        return new LearningReport(all);
    }

    private List<LearningScore> of(World world) throws IOException {
        Path folder = Workspace.cache()
                .resolve("experiments")
                .resolve("learning-"
                        + key(world.settings(), Torch.version() + ", " + Torch.threads() + " threads")
                                .substring(0, NAME_DIGITS));
        Files.createDirectories(folder);
        TestPairs pairs = TestPairs.of(world.texts(), world.raters(), unseen(world.settings()), settings.testPairs());
        DataHome home = DataHome.of(world.write());
        List<RatedResponse> train = HelpSteer2.samples(HelpSteer2.train(home));
        List<LearningScore> scores = new ArrayList<>();
        List<Entry> entries = entries(world.seed());
        scores.add(pairs.ceiling(world.seed()));
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Progress.current().update(TASK, i, entries.size(), "seed " + world.seed() + ", " + entry.name);
            Path file = folder.resolve(entry.name.replace(' ', '-') + ".json");
            if (!Files.exists(file)) {
                Json.save(file, learned(entry, pairs, train, world.seed()));
            }
            scores.add(Json.read(file, LearningScore.class));
        }
        Progress.current().update(TASK, entries.size(), entries.size(), "seed " + world.seed());
        return scores;
    }

    /** Positions of prompts that stand in no training row. */
    static LongStream unseen(SimulationSettings settings) {
        SimulatedWorld texts = SimulatedWorld.of(settings.world());
        return LongStream.iterate(BEYOND_THE_FILES, position -> position + 1)
                .filter(position -> settings.isHeldOut(texts.prompt(position)));
    }

    /** What no other numbers have: those of other settings, another engine, or other code. */
    String key(SimulationSettings world, String engine) {
        return Json.hash(Map.of("settings", settings, "world", world.tree(), "engine", engine, "format", FORMAT));
    }

    static LearningScore learned(Entry entry, TestPairs pairs, List<RatedResponse> train, long seed) {
        long start = System.nanoTime();
        try (Scorer scorer = entry.learner.get().learn(train)) {
            LearningScore score = pairs.score(entry.name, seed, scorer);
            return (entry.ranksOnly ? score.ofRanking() : score).after((System.nanoTime() - start) / NANOS);
        }
    }

    /**
     * A learner that is made only where its numbers are not there yet.
     *
     * @param ranksOnly whether its scores are no predictions of ratings
     */
    record Entry(String name, boolean ranksOnly, Supplier<Learner<RatedResponse>> learner) {
        Entry(String name, Supplier<Learner<RatedResponse>> learner) {
            this(name, false, learner);
        }

        static Entry length(String name, int sign) {
            return new Entry(name, true, () -> new LengthRule(name, sign));
        }
    }

    List<Entry> entries(long seed) {
        List<Entry> entries = new ArrayList<>(encodersAndRules(seed));
        if (settings.decoderRows() > 0) {
            entries.add(new Entry("decoder, adapters", () -> new FirstRows(settings.decoderRows(), decoder(seed))));
        }
        return entries;
    }

    private List<Entry> encodersAndRules(long seed) {
        return List.of(
                new Entry("mean rating", MeanBaseline::new),
                Entry.length("longer wins", 1),
                Entry.length("shorter wins", -1),
                new Entry("length fitted", LengthBaseline::new),
                new Entry("surface features", SurfaceFeatures::new),
                new Entry("bag of words", BagOfWords::usual),
                new Entry(
                        "frozen encoder",
                        () -> FrozenHead.ridge(Vectors.of(PretrainedEncoder.miniLm(), settings.input()))),
                new Entry(
                        "fine-tuned encoder",
                        () -> new FineTunedEncoder(
                                Initialization.of(PretrainedEncoder.miniLm(), settings.input()),
                                settings.args().withSeed(new Seed(seed)))));
    }

    /** A decoder read at its last token, whose adapters and head are trained. */
    private Learner<RatedResponse> decoder(long seed) {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(DECODER_TOKENS)
                .withOptions(Decoder.Options.defaults().withLora(Lora.defaults().withDropout(0)));
        return new FineTunedEncoder(
                Initialization.of(PretrainedDecoder.smolLm2(), input),
                TrainingArgs.decoderDefaults().withSeed(new Seed(seed)));
    }

    /** Learns some of the rows alone, as a larger model has no time for all. */
    record FirstRows(int count, Learner<RatedResponse> learner) implements Learner<RatedResponse> {
        @Override
        public String name() {
            return learner.name();
        }

        @Override
        public Map<String, String> settings() {
            Map<String, String> all = new TreeMap<>(learner.settings());
            all.put("first rows", Integer.toString(count));
            return all;
        }

        @Override
        public Scorer learn(List<RatedResponse> train) {
            return learner.learn(train.subList(0, Math.min(count, train.size())));
        }
    }

    /** The length as a score, which learns nothing and predicts no rating. */
    private record LengthRule(String name, int sign) implements Learner<RatedResponse> {
        @Override
        public Map<String, String> settings() {
            return Map.of("learner", name);
        }

        @Override
        public Scorer learn(List<RatedResponse> train) {
            return texts -> texts.stream()
                    .map(text -> AttributeScores.of(attribute -> sign * RatedResponse.characters(text.response())))
                    .toList();
        }
    }
}
