package helpsteer.reward;

import helpsteer.data.HelpSteer2;
import helpsteer.data.Sample;
import helpsteer.run.Progress;
import helpsteer.run.ResidentMemory;
import helpsteer.run.Seed;
import helpsteer.train.Schedule;
import helpsteer.train.StepRecord;
import helpsteer.train.Watcher;
import java.util.List;

/** Six hundred steps of fine-tuning; writes resident bytes and live arrays every hundred steps from the hundredth on. */
final class FlatRun {
    private FlatRun() {}

    public static void main(String[] arguments) {
        List<Sample> rows = HelpSteer2.samples(TinyModels.pairs(8, 1));
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            Watcher measuring = new Watcher() {
                @Override
                public void step(StepRecord record) {
                    if (record.step() >= 100 && record.step() % 100 < 3) {
                        System.gc();
                        System.out.println(record.step() / 100 + " "
                                + ResidentMemory.read().orElseThrow().now() + " "
                                + model.manager().getManagedArrays().size());
                    }
                }
            };
            new FineTuning(151, 4, 1e-3, Schedule.Shape.CONSTANT, new Seed(1))
                    .run(model, rows, rows, measuring, Progress.SILENT);
        }
    }
}
