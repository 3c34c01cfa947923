package helpsteer.study.steering;

import helpsteer.align.Policy;
import helpsteer.align.PolicyStart;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.nn.Torch;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.FolderLock;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.run.Workspace;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.grammar.InventoryFile;
import helpsteer.study.Replicates;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder trained from nothing on simulated texts goes through SFT, SteerLM, two iterations of SteerLM 2.0, DPO, REINFORCE
 * and PPO, all by the library's own jobs, several times on other rows, prompts and draws; what the policies answer to unseen
 * prompts is judged by the truth and by two reward models.
 *
 * <p>Everything is kept in a folder as it comes. A study that was cut off goes on where it stood, and one with more
 * repetitions trains only those that are new.
 *
 * @param settings all that decides the numbers but the repetitions
 * @param folder of this study alone
 */
public record SteeringStudy(SteeringSettings settings, Path folder) {
    /** Raised whenever the same settings would give other numbers. */
    private static final int FORMAT = 4;

    private static final int NAME_DIGITS = 12;

    /** In the cache, under a name that only the same settings, texts and engine have. */
    public static SteeringStudy cached(SteeringSettings settings) {
        String name = Json.hash(Map.of(
                "settings",
                settings,
                "engine",
                Torch.version() + ", 1 thread",
                "texts",
                SimulatedMark.FORMAT + ", " + InventoryFile.standardSha256(),
                "format",
                FORMAT));
        return new SteeringStudy(
                settings,
                Workspace.cache().resolve("experiments").resolve("steering-" + name.substring(0, NAME_DIGITS)));
    }

    /**
     * Runs the study, or goes on with it. Small models gain nothing from several threads to an operation, so each thread trains
     * models of its own; the numbers are the same for any number of threads.
     *
     * @param repetitions at least 1
     * @param threads how many models are trained beside each other, at least 1
     * @throws java.util.concurrent.CancellationException where the thread is interrupted; the same call goes on
     * @throws IllegalStateException where another process runs it
     */
    public SteeringReport run(int repetitions, int threads) {
        if (repetitions < 1) {
            throw new IllegalArgumentException("repetitions must be at least 1, got " + repetitions);
        }
        StudyRuns runs = new StudyRuns(folder, SteeringModels.PARTS + repetitions * partsOfRepetition());
        SteeringWorld world = new SteeringWorld(settings);
        Replicates replicates = new Replicates(threads);
        try (FolderLock held = FolderLock.of(folder)) {
            assert held != null;
            List<Path> models = replicates.of(
                    SteeringModels.PARTS,
                    part -> Torch.onOneThread(() -> SteeringModels.train(part, settings, world, runs)),
                    done -> {});
            List<Repetition> all = replicates.of(
                    repetitions,
                    number -> Torch.onOneThread(() -> repetition(number, new Shared(world, models, runs))),
                    done -> {});
            List<JudgeQuality> judges = Torch.onOneThread(() -> judges(world, models));
            runs.ended();
            return SteeringReport.of(
                    "simulated data, seed " + settings.seed() + ", not HelpSteer2", judges, runs.seconds(), all);
        }
    }

    private static int partsOfRepetition() {
        return (int) SteeringStage.ofRepetition().count() + 1;
    }

    private List<JudgeQuality> judges(SteeringWorld world, List<Path> folders) {
        List<SimulatedPair> pairs = world.evaluatedPairs();
        try (SteeringModels models = SteeringModels.open(settings, folders)) {
            return List.of(
                    JudgeQuality.of("judge", models.judge(), pairs),
                    JudgeQuality.of("second judge", models.second(), pairs));
        }
    }

    /**
     * What all repetitions share.
     *
     * @param models folders of what they begin with
     */
    private record Shared(SteeringWorld world, List<Path> models, StudyRuns runs) {}

    /** What one repetition needs. */
    private record Parts(SteeringWorld world, SteeringModels models, StudyRuns runs) {}

    private Repetition repetition(int number, Shared shared) {
        String name = SteeringChain.name(number);
        Path file = folder.resolve(name).resolve("answers.json");
        try {
            if (Files.exists(file)) {
                shared.runs.skip(partsOfRepetition());
                return Json.read(file, Repetition.class);
            }
            Repetition out;
            try (SteeringModels models = SteeringModels.open(settings, shared.models)) {
                Parts parts = new Parts(shared.world, models, shared.runs);
                Map<SteeringStage, SteeringChain.Trained> trained =
                        new SteeringChain(settings, parts.world, parts.models, parts.runs, number).run();
                out = parts.runs.part(name + "/examination", () -> examined(number, parts, trained));
            }
            Json.save(file, out);
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the answers of " + name + ": " + e.getMessage(), e);
        }
    }

    private Repetition examined(int number, Parts parts, Map<SteeringStage, SteeringChain.Trained> trained) {
        SteeringExamination examination = new SteeringExamination(
                settings,
                parts.world,
                parts.models,
                folder.resolve(SteeringChain.name(number)).resolve("examination"),
                new Seed(new Seed(settings.seed()).stream("examination", number).nextLong()));
        List<Repetition.Answers> answers = new ArrayList<>(List.of(world(parts)));
        List<Repetition.Control> controls = new ArrayList<>();
        PolicyStart start = new PolicyStart(parts.models.base(), SteeringModels.input(settings), new Seed(0));
        try (Policy policy = start.open()) {
            answers.add(examination.answers(SteeringStage.BASE.label(), policy, false));
        }
        trained.forEach((stage, left) -> {
            try (Policy policy = left.open()) {
                answers.add(examination.answers(stage.label(), policy, stage.isToldRatings()));
                if (stage.isToldRatings()) {
                    controls.addAll(examination.controls(stage.label(), policy));
                }
            }
        });
        return new Repetition(number + 1, answers, controls);
    }

    /** What the world itself answers to the evaluated prompts. */
    private static Repetition.Answers world(Parts parts) {
        List<SimulatedPair> pairs = parts.world.evaluatedPairs();
        Map<Measure, List<Double>> out = new EnumMap<>(Measure.class);
        out.put(
                Measure.GOLD,
                means(
                        pairs,
                        r -> Measure.GOODNESS.reward(
                                AttributeScores.of((Attribute a) -> r.gold().of(a)))));
        out.put(Measure.HELPFULNESS, means(pairs, r -> r.gold().helpfulness()));
        out.put(Measure.JUDGE, scored(pairs, parts.models.judge()));
        out.put(Measure.SECOND_JUDGE, scored(pairs, parts.models.second()));
        out.put(Measure.CHARACTERS, means(pairs, r -> RatedResponse.characters(r.text())));
        out.put(Measure.ENDED, means(pairs, r -> 1));
        return new Repetition.Answers(SteeringReport.WORLD, out);
    }

    private interface OfResponse {
        double number(SimulatedResponse response);
    }

    private static List<Double> means(List<SimulatedPair> pairs, OfResponse of) {
        return pairs.stream()
                .map(pair -> (of.number(pair.first()) + of.number(pair.second())) / 2)
                .toList();
    }

    private static List<Double> scored(List<SimulatedPair> pairs, Scorer scorer) {
        List<Pair<PromptResponse>> texts = pairs.stream()
                .map(pair -> new Pair<>(pair.first(), pair.second()) // first and second, not chosen and rejected
                        .map(response -> new PromptResponse(pair.prompt(), response.text())))
                .toList();
        return Pair.mapAll(texts, scorer::score).stream()
                .map(both -> both.map(Measure.GOODNESS::reward))
                .map(both -> (both.chosen() + both.rejected()) / 2)
                .toList();
    }
}
