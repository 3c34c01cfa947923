package helpsteer.cli;

import helpsteer.data.DataHome;
import helpsteer.data.HelpSteer2;
import helpsteer.data.Sample;
import helpsteer.data.SamplePair;
import helpsteer.nn.Decoder;
import helpsteer.nn.Lora;
import helpsteer.nn.Precision;
import helpsteer.report.TerminalProgress;
import helpsteer.reward.DecoderBackbone;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.DecoderResult;
import helpsteer.reward.DecoderTraining;
import helpsteer.reward.FineTuning;
import helpsteer.reward.RewardModel;
import helpsteer.run.Seed;
import helpsteer.text.Exchange;
import helpsteer.train.Schedule;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code helpsteer train-decoder FOLDER}: adapters and a five-attribute head on a decoder. */
final class TrainDecoderCommand {
    static final Command COMMAND = new Command(
            "train-decoder",
            "FOLDER [--model PATH] [--rows N] [--tokens N] [--epochs N] [--batch N] [--rate X] [--rank N]"
                    + " [--template own|steerlm] [--bf16] [--checkpointing] [--seed N]",
            "trains adapters and a five-attribute head on a decoder (default: SmolLM2) by HelpSteer2's ratings;"
                    + " the same call goes on with a run that was cut off",
            TrainDecoderCommand::run);

    private TrainDecoderCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        Optional<String> model = words.option("--model");
        int rows = words.count("--rows", Integer.MAX_VALUE);
        DecoderReading reading = reading(words);
        int epochs = words.count("--epochs", 1);
        int batch = words.count("--batch", 16);
        double rate = words.positive("--rate", 2e-4);
        Seed seed = new Seed(words.count("--seed", 1));
        Path folder = Path.of(words.arguments("FOLDER").get(0));

        DataHome home = DataHome.find();
        List<Sample> train = HelpSteer2.samples(HelpSteer2.train(home));
        List<Sample> used = train.subList(0, Math.min(train.size(), rows / 2 * 2)); // whole pairs
        List<SamplePair> validation = HelpSteer2.validation(home);
        DecoderBackbone backbone =
                model.map(Path::of).map(DecoderBackbone::open).orElseGet(DecoderBackbone::smolLm2);
        FineTuning tuning = new FineTuning(epochs, batch, rate, Schedule.Shape.COSINE, seed);
        out.println(backbone.id() + ", " + used.size() + " of " + train.size() + " rows, " + home.describe());
        DecoderTraining.Trained trained =
                new DecoderTraining(backbone, reading, tuning).run(used, folder, Watcher.NONE, new TerminalProgress());
        try (RewardModel result = trained.model()) {
            out.println(result.cuts(used.stream().map(Exchange::of).toList()));
            if (trained.training().ending() == TrainingResult.Ending.INTERRUPTED) {
                out.println(trained.training() + "; the same call goes on");
                return Main.FAILED;
            }
            DecoderResult judged = DecoderResult.of(trained, validation, new TerminalProgress());
            judged.save(folder.resolve("result.json"));
            out.println(judged);
            out.println("wrote " + trained.artefact());
        }
        return Main.DONE;
    }

    private static DecoderReading reading(Words words) {
        int tokens = words.count("--tokens", 512);
        int rank = words.count("--rank", 16);
        String template = words.option("--template").orElse("own");
        if (!List.of("own", "steerlm").contains(template)) {
            throw new UsageException("--template must be own or steerlm, got " + template);
        }
        Precision precision = words.flag("--bf16") ? Precision.BFLOAT16 : Precision.FLOAT32;
        Decoder.Options options = Decoder.Options.defaults()
                .withPrecision(precision)
                .withLora(new Lora(rank, 2.0 * rank, 0.05, Lora.MODULES));
        return new DecoderReading(
                DecoderReading.Template.valueOf(template.toUpperCase(Locale.ROOT)),
                tokens,
                words.flag("--checkpointing") ? options.withCheckpointing() : options);
    }
}
