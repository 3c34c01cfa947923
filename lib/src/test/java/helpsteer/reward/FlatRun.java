package helpsteer.reward;

import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.run.ResidentMemory;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.optim.Schedule;
import java.nio.file.Path;
import java.util.List;

/** Six hundred steps of fine-tuning; writes resident bytes and live arrays every hundred steps from the hundredth on. */
final class FlatRun {
    private FlatRun() {}

    /** Of which model: {@code encoder}, or {@code decoder} with adapters, and {@code checkpointing} besides. */
    private static RewardModel model(List<String> arguments) {
        if (arguments.contains("encoder")) {
            return TinyModels.model(TinyModels.backbone(2), 0.1);
        }
        Decoder.Options options = Decoder.Options.defaults().withLora(new Lora(4, 8, 0.1, Lora.MODULES));
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(64)
                .withOptions(arguments.contains("checkpointing") ? options.withCheckpointing() : options);
        PretrainedDecoder base = PretrainedDecoder.open(Path.of("lib/src/test/resources/golden/decoder/reward/base"));
        return RewardModel.of(base, input, new LinearHead(new double[5][16], new double[5]), new Seed(1));
    }

    public static void main(String[] arguments) {
        List<RatedResponse> rows = HelpSteer2.samples(TinyModels.pairs(8, 1));
        try (RewardModel model = model(List.of(arguments))) {
            TrainingListener measuring = new TrainingListener() {
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
            TrainingArgs args = new TrainingArgs(151, 4, 1e-3, Schedule.Shape.CONSTANT, new Seed(1));
            TrainingListener.during(measuring, () -> TinyModels.train(args, model, rows));
        }
    }
}
