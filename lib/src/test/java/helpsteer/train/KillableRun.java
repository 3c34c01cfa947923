package helpsteer.train;

import helpsteer.run.Seed;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A run with a checkpoint after each step, for a process that is killed; says on its output how far it is. */
final class KillableRun {
    private static final LoopConfig LOOP = new LoopConfig(60, 2, 7, 1000, new Seed(3));

    private KillableRun() {}

    public static void main(String[] arguments) throws IOException {
        TrainingListener telling = new TrainingListener() {
            @Override
            public void resumed(int stepsDone) {
                System.out.println("resumed " + stepsDone);
            }

            @Override
            public void step(StepRecord record) {
                System.out.println("step " + record.step());
            }
        };
        TrainingListener.during(telling, () -> train(new Checkpoints(Path.of(arguments[0]), 1), Path.of(arguments[1])));
        System.out.println("done");
    }

    static Path train(Checkpoints checkpoints, Path result) throws IOException {
        try (TinyNet net = new TinyNet(LOOP.seed(), 0.3);
                AdamW adamW = new AdamW(net.parameters(), TinyNet.NAMES, AdamWConfig.defaults(), net.manager())) {
            Schedule schedule = new Schedule(0.02, 5, Loop.totalSteps(net, 60, 2), Schedule.Shape.COSINE);
            new Loop(net, net.parameters(), adamW, schedule, LOOP).run(net.manager(), checkpoints);
            Safetensors.write(result, net.parameters().snapshot().all(), Map.of());
            return result;
        }
    }
}
