package helpsteer.reward;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.training.BradleyTerryTraining;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.run.Seed;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.optim.Schedule;
import java.nio.file.Path;
import java.util.List;

/** A regression, then a comparison from its model, for a process that is killed; says on its output how far it is. */
final class KillableTraining {
    static final String FITTING = "fitting";
    static final String SAVING = "saving";

    private KillableTraining() {}

    public static void main(String[] arguments) {
        train(Path.of(arguments[0]), true);
        System.out.println("done");
    }

    /** Trains both in the folder {@code ratings} and {@code pairs}. */
    static void train(Path folder, boolean telling) {
        PretrainedEncoder random = TinyModels.backbone(2);
        PretrainedEncoder backbone =
                new PretrainedEncoder("tiny-killed", random.shape(), random.weights(), random.tokenizer());
        List<RatedResponse> rows = HelpSteer2.samples(TinyModels.pairs(20, 1));
        Split<RatedResponse> split = Split.byPrompt(rows, RatedResponse::prompt, 0.2, new Seed(0));
        TrainingArgs args = new TrainingArgs(16, 4, 1e-3, Schedule.Shape.COSINE, new Seed(3));
        Initialization first = new Telling(Initialization.of(backbone, TinyModels.input(0.1)), telling);
        run(new Run<>(new RegressionTraining(first, split), args), folder.resolve("ratings"), telling);
        Split<Comparison> pairs =
                Split.byPrompt(BradleyTerryTrainingTest.pairs(20, 1), Comparison::prompt, 0.2, new Seed(0));
        Initialization second = new Telling(Initialization.from(folder.resolve("ratings/model")), telling);
        run(new Run<>(new BradleyTerryTraining(second, pairs), args), folder.resolve("pairs"), telling);
    }

    private static void run(Run<RewardModel> run, Path folder, boolean telling) {
        TrainingListener watcher = new TrainingListener() {
            @Override
            public void resumed(int stepsDone) {
                say(telling, "resumed " + stepsDone);
            }

            @Override
            public void step(StepRecord record) {
                say(telling, "step " + record.step());
            }
        };
        TrainingListener.during(watcher, () -> run.in(folder)).close();
    }

    private static void say(boolean telling, String what) {
        if (telling) {
            System.out.println(what);
        }
    }

    /** A start that says when it fits a head and when it saves. */
    private record Telling(Initialization inner, boolean telling) implements Initialization {
        @Override
        public String id() {
            return inner.id();
        }

        @Override
        public JsonNode settings() {
            return inner.settings();
        }

        @Override
        public String dtype() {
            return inner.dtype();
        }

        @Override
        public RewardModel fitted(List<RatedResponse> rows, Seed seed) {
            say(telling, FITTING);
            return inner.fitted(rows, seed);
        }

        @Override
        public RewardModel unfitted(Seed seed) {
            return inner.unfitted(seed);
        }

        @Override
        public void save(RewardModel model, Path folder, ArtefactNotes notes) {
            say(telling, SAVING);
            inner.save(model, folder, notes);
        }

        @Override
        public boolean isSaved(Path folder) {
            return inner.isSaved(folder);
        }

        @Override
        public RewardModel load(Path folder) {
            return inner.load(folder);
        }
    }
}
