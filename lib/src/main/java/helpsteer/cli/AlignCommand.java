package helpsteer.cli;

import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.pipeline.AlignmentPipeline;
import helpsteer.align.steerlm.SteerLm2Iteration;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.report.table.PolicyTables;
import helpsteer.report.table.RunTables;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.train.TrainingResult.Ending;
import helpsteer.train.Watcher;
import helpsteer.weights.PeftAdapter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * {@code helpsteer align FOLDER}: a language model through stages of alignment, and what they changed.
 *
 * <p>DPO learns from the responses that the last iteration of SteerLM 2.0 sampled: the policy which that iteration began
 * with wrote them, asked for ratings. DPO itself begins at the stage before it and is told no ratings, so the pairs are not
 * what its policy would answer.
 */
final class AlignCommand {
    static final Command COMMAND = new Command(
            "align",
            "FOLDER " + AlignWords.USAGE,
            "trains a language model (default: SmolLM2) through stages, each in a folder of its own, and has the judge"
                    + " examine what they changed (default: sft,steerlm, with a judge all four); steerlm2 and dpo, which"
                    + " compare responses, take twice the epochs, batches of at most 4 and half the rate; the same call"
                    + " goes on with a run that was cut off",
            AlignCommand::run);

    private static final String GOES_ON = "; the same call goes on";

    private AlignCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        AlignWords asked = AlignWords.of(words);
        Path folder = Path.of(words.arguments("FOLDER").get(0));
        PretrainedDecoder backbone = StartWords.decoder(asked.model());
        Optional<CachedScorer> judge = asked.judge().map(AlignCommand::scorer);
        try {
            out.println(String.join(", ", asked.names()) + " on " + backbone.id() + ", " + asked.reading());
            return run(folder, asked, backbone, judge, out);
        } catch (CancellationException e) {
            out.println(e.getMessage() + GOES_ON);
            return Main.FAILED;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                out.println("writing was interrupted" + GOES_ON); // an interrupt closes an open file with an error
                return Main.FAILED;
            }
            throw e;
        } finally {
            judge.ifPresent(CachedScorer::close);
        }
    }

    /** Opens a reward model, of a run or the folder itself; what it has scored once it does not score again. */
    static CachedScorer scorer(Path folder) {
        return CachedScorer.of(ModelFolder.open(StartWords.artefact(folder)).model());
    }

    private static int run(
            Path folder, AlignWords asked, PretrainedDecoder backbone, Optional<CachedScorer> judge, PrintStream out) {
        Path model = model(folder, asked.names());
        AlignRows rows;
        try (Policy policy =
                Policy.open(backbone, asked.reading(), asked.tuning().seed())) {
            rows = new AlignReader(asked, policy, DataHome.find(), out).read();
        }
        AlignStages stages = new AlignStages(asked, rows, backbone, judge, out);
        AlignmentPipeline chain = stages.chain();
        List<AlignmentPipeline.Done> done = chain.run(folder, Watcher.NONE, new TerminalProgress());
        AlignmentPipeline.Done last = done.get(done.size() - 1);
        if (last.training().ending() == Ending.INTERRUPTED) {
            out.println(last + GOES_ON);
            return Main.FAILED;
        }
        out.println(whole(chain, folder, last, model) + "\n");
        out.println(RunTables.text(PolicyTables.stages("Stages", done)) + "\n");
        for (int i = 0; i < done.size(); i++) {
            if (asked.stages().get(i).equals(AlignWords.STEERLM2)) {
                Path iteration = done.get(i).folder();
                out.println(done.get(i).name() + ": " + SteerLm2Iteration.summary(iteration));
                out.println(
                        RunTables.text(PolicyTables.costs("What it took", SteerLm2Iteration.costs(iteration))) + "\n");
            }
        }
        judge.ifPresent(scorer -> AlignExamination.of(stages, chain, done, folder, scorer)
                .tables()
                .forEach(table -> out.println(table + "\n")));
        return Main.DONE;
    }

    /** Where the last policy is left whole: not in its stage's folder, where it would pass for what the stage trained. */
    private static Path model(Path folder, List<String> names) {
        String stage = names.size() + "-" + names.get(names.size() - 1);
        Path model = folder.resolve("model-" + stage);
        if (Files.exists(model) && !PeftAdapter.exists(PolicyJob.adapter(folder.resolve(stage)))) {
            throw new IllegalArgumentException(model.getFileName() + " must be of a stage that is done, got none for "
                    + stage + "; move it away and call again");
        }
        return model;
    }

    /** Leaves the last policy as a language model too: adapters of several stages open nowhere but here. */
    private static String whole(AlignmentPipeline chain, Path folder, AlignmentPipeline.Done last, Path model) {
        if (Files.exists(model)) {
            return "found " + model;
        }
        try (Policy policy = chain.open(folder, last.name())) {
            policy.saveWhole(model);
        }
        return "wrote " + model;
    }
}
