package helpsteer.cli;

import helpsteer.align.PolicyFormat;
import helpsteer.align.PolicyReading;
import helpsteer.align.PolicySampler;
import helpsteer.generate.SamplingParams;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the words after {@code align} ask for.
 *
 * @param stages kinds out of {@link #KINDS}, in order
 * @param model {@code smollm2} or a path
 * @param data conversations to learn in place of HelpSteer2's rows
 * @param annotate folder of the reward model that rates them
 * @param judge folder of the reward model that judges what is sampled
 * @param rows most rows, or conversations, to learn
 * @param prompts most prompts of an iteration, and of the examination
 * @param sampling of an iteration
 * @param reading of every stage
 * @param tuning of the lessons; stages that compare responses take more and smaller steps
 */
record AlignWords(
        List<String> stages,
        String model,
        Optional<Path> data,
        Optional<Path> annotate,
        Optional<Path> judge,
        int rows,
        int prompts,
        SamplingParams sampling,
        PolicyReading reading,
        TrainingArgs tuning) {
    static final String SFT = "sft";
    static final String STEERLM = "steerlm";
    static final String STEERLM2 = "steerlm2";
    static final String DPO = "dpo";
    static final List<String> KINDS = List.of(SFT, STEERLM, STEERLM2, DPO);

    static final String USAGE = "[--stages " + String.join(",", KINDS) + "] [--model smollm2|PATH] [--judge ARTEFACT]"
            + " [--data FILE] [--annotate ARTEFACT] [--template own|steerlm] [--rows N] [--tokens N] [--answer N]"
            + " [--prompts N] [--samples N] [--epochs N] [--batch N] [--rate X] [--rank N] [--seed N]";

    /**
     * For lessons: adapters of rank 16 on SmolLM2 lowered the held-out loss from 1.774 to 1.562 in 32 steps of 4 rows; at 5e-4, on
     * other rows, from 1.723 to 1.693 in 45.
     */
    private static final double RATE = 1e-3;

    /**
     * Stages that compare responses have a few dozen prompts or pairs where lessons are many rows: with the lessons' epochs and
     * batches they would end after two or three steps.
     */
    private static final int COMPARING_EPOCHS = 2; // for each epoch of the lessons

    private static final int COMPARING_ROWS = 4; // of a step at most
    private static final double COMPARING_RATE = 0.5; // of the lessons' rate
    private static final double DPO_WEIGHT_DECAY = 0.1; // the paper's

    /** Takes out all options; what is left are the arguments. */
    static AlignWords of(Words words) {
        Optional<Path> judge = words.option("--judge").map(Path::of);
        List<String> stages = words.option("--stages")
                .map(names -> List.of(names.split(",", -1)))
                .orElse(judge.isPresent() ? KINDS : List.of(SFT, STEERLM));
        AlignWords out = new AlignWords(
                stages,
                words.option("--model").orElse("smollm2"),
                words.option("--data").map(Path::of),
                words.option("--annotate").map(Path::of),
                judge,
                words.count("--rows", Integer.MAX_VALUE),
                words.count("--prompts", 32),
                PolicySampler.paper(words.count("--answer", 128)).withSamples(words.count("--samples", 10)),
                reading(words),
                TrainingArgs.constant(
                        words.count("--epochs", 1),
                        words.count("--batch", 16),
                        words.positive("--rate", RATE),
                        0,
                        new Seed(words.count("--seed", 1))));
        out.check();
        return out;
    }

    private static PolicyReading reading(Words words) {
        Lora usual = Lora.defaults();
        int rank = words.count("--rank", usual.rank());
        Lora lora = new Lora(rank, 2.0 * rank, usual.dropout(), usual.targets());
        String template = words.oneOf("--template", List.of("own", "steerlm"));
        return new PolicyReading(
                PolicyFormat.valueOf(template.toUpperCase(Locale.ROOT)),
                words.count("--tokens", 512),
                Decoder.Options.defaults().withLora(lora));
    }

    private void check() {
        String got = ", got " + String.join(",", stages);
        if (!KINDS.containsAll(stages)) {
            throw new UsageException("--stages must be out of " + KINDS + " with commas between" + got);
        }
        if (stages.contains(DPO) && !stages.subList(0, stages.indexOf(DPO)).contains(STEERLM2)) {
            throw new UsageException("--stages must have steerlm2 before dpo" + got
                    + "; dpo compares the responses that steerlm2 samples");
        }
        if (stages.contains(STEERLM2) && judge.isEmpty()) {
            throw new UsageException("--judge must be given for steerlm2 and dpo, got none; name the folder of a reward"
                    + " model that train wrote");
        }
        if (annotate.isPresent() && data.isEmpty()) {
            throw new UsageException(
                    "--data must be given with --annotate, got none; HelpSteer2's rows are rated by people");
        }
        if (annotate.isPresent() && !stages.contains(STEERLM)) {
            throw new UsageException("--stages must have steerlm where --annotate is given" + got
                    + "; only steerlm learns from ratings");
        }
    }

    /** The stages' names: of one kind that comes again, with a number. */
    List<String> names() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            String kind = stages.get(i);
            long before = stages.subList(0, i).stream().filter(kind::equals).count();
            out.add(before == 0 ? kind : kind + "-" + (before + 1));
        }
        return out;
    }

    /** How a stage is trained; each with a seed of its own, so that two iterations do not draw the same numbers. */
    TrainingArgs tuning(int stage) {
        String kind = stages.get(stage);
        boolean compares = kind.equals(STEERLM2) || kind.equals(DPO);
        return TrainingArgs.constant(
                compares ? COMPARING_EPOCHS * tuning.epochs() : tuning.epochs(),
                compares ? Math.min(COMPARING_ROWS, tuning.batchRows()) : tuning.batchRows(),
                compares ? COMPARING_RATE * tuning.peakRate() : tuning.peakRate(),
                kind.equals(DPO) ? DPO_WEIGHT_DECAY : tuning.weightDecay(),
                new Seed(tuning.seed().value() + stage));
    }

    /** Whether a stage of a kind leaves a policy that is told ratings. */
    static boolean told(String kind) {
        return kind.startsWith(STEERLM);
    }
}
