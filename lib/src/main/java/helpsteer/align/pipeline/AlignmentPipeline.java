package helpsteer.align.pipeline;

import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicyStart;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Stages of alignment one after the other, such as SFT, SteerLM, two iterations of SteerLM 2.0 and DPO, each in a folder of
 * its own under one. Each begins as the stage before it ended, with new adapters that change nothing yet, so that its
 * reference is that stage. A stage that is done is not run again; a chain that was cut off goes on in the stage where it stood.
 *
 * @param backbone pretrained model
 * @param input of every stage, with adapters
 * @param seed source of the first adapters' start
 * @param stages at least one, no two of one name
 */
public record AlignmentPipeline(PretrainedDecoder backbone, InputConfig input, Seed seed, List<Stage> stages) {
    /** Name of what stands before the first stage, for {@link #open} and {@link #each}; no stage has it. */
    public static final String START = "start";

    public AlignmentPipeline {
        stages = List.copyOf(stages);
        long names = stages.stream().map(Stage::name).distinct().count();
        if (stages.isEmpty() || names < stages.size()) {
            throw new IllegalArgumentException("stages must be at least one, no two of one name, got "
                    + stages.stream().map(Stage::name).toList());
        }
        if (input.options().lora().isEmpty()) {
            throw new IllegalArgumentException(
                    "a chain must train adapters, got an input without; add Decoder.Options.withLora");
        }
    }

    /**
     * A stage.
     *
     * @param name of its folder, behind its number
     * @param run what it does, from what {@link Before#start} tells; asked for although the stage may be done
     */
    public record Stage(String name, Function<Before, Run<Policy>> run) {
        public Stage {
            if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
                throw new IllegalArgumentException(
                        "name must be of small letters, digits, dots and hyphens, got \"" + name + "\"");
            }
            if (name.equals(START)) {
                throw new IllegalArgumentException("name must not be \"" + START
                        + "\", which is what stands before the first stage, got a stage of that name; give it another");
            }
        }
    }

    /**
     * What stands before a stage.
     *
     * @param adapters of each stage by its name, in order
     */
    public record Before(AlignmentPipeline chain, Map<String, Path> adapters) {
        /** What the next stage begins as. */
        public PolicyStart start() {
            return new PolicyStart(chain.backbone, chain.input, chain.seed, List.copyOf(adapters.values()));
        }

        /** The policy as a stage left it, such as the prior P(y|x); closed by whoever opens it. */
        public Policy open(String stage) {
            List<Path> folders = new ArrayList<>();
            for (Map.Entry<String, Path> each : adapters.entrySet()) {
                folders.add(each.getValue());
                if (each.getKey().equals(stage)) {
                    return Policy.open(chain.backbone, chain.input, folders);
                }
            }
            throw new IllegalArgumentException("stage must be one of " + adapters.keySet() + ", got " + stage);
        }
    }

    /**
     * A stage as it went.
     *
     * @param folder of its own
     * @param fresh whether it was trained now rather than found
     */
    public record Done(String name, Path folder, TrainingResult training, boolean fresh) {
        /** Adapters, which {@link Policy#open(PretrainedDecoder, InputConfig, List)} takes behind those of the stages before. */
        public Path adapter() {
            return PolicyJob.adapter(folder);
        }

        @Override
        public String toString() {
            return name + (fresh ? ": " : " (found): ") + training;
        }
    }

    /**
     * Runs all stages that are not done.
     *
     * @param folder of the chain
     * @return the stages in order; where the thread was interrupted while it trained, the last one is the one that was, and is
     *     not done
     * @throws java.util.concurrent.CancellationException where the thread was interrupted while it sampled or scored, or in a
     *     round of REINFORCE or PPO; the folder goes on all the same
     * @throws IllegalArgumentException where a stage was run with other settings, naming them
     */
    public List<Done> run(Path folder) {
        List<Done> out = new ArrayList<>();
        Before before = new Before(this, Map.of());
        for (Stage stage : stages) {
            Progress.current().update("stages", out.size(), stages.size(), stage.name);
            Done done = run(stage, before, folder(folder, out.size(), stage));
            out.add(done);
            if (done.training.ending() == Ending.INTERRUPTED) {
                return out;
            }
            Map<String, Path> more = new LinkedHashMap<>(before.adapters);
            more.put(stage.name, done.adapter());
            before = new Before(this, more);
        }
        Progress.current().update("stages", out.size(), stages.size(), "");
        return out;
    }

    /**
     * The policy as a stage left it in the folder of a chain that ran; closed by whoever opens it.
     *
     * @param stage its name, or {@link #START}
     * @throws IllegalArgumentException where no stage has that name
     */
    public Policy open(Path folder, String stage) {
        if (stage.equals(START)) {
            return Policy.open(backbone, input, seed);
        }
        Map<String, Path> adapters = new LinkedHashMap<>();
        for (Stage each : stages) {
            adapters.put(each.name, PolicyJob.adapter(folder(folder, adapters.size(), each)));
        }
        return new Before(this, adapters).open(stage);
    }

    /**
     * What a function gives for each of some policies of a chain that ran. One policy is open at a time.
     *
     * @param names of stages, or {@link #START}
     * @param function of the name and the policy, which it leaves open
     * @return by name, in that order
     */
    public <R> Map<String, R> each(Path folder, List<String> names, BiFunction<String, Policy, R> function) {
        Map<String, R> out = new LinkedHashMap<>();
        for (String name : names) {
            try (Policy policy = open(folder, name)) {
                out.put(name, function.apply(name, policy));
            }
        }
        return out;
    }

    private static Path folder(Path chain, int before, Stage stage) {
        return chain.resolve(String.format(Locale.ROOT, "%d-%s", before + 1, stage.name));
    }

    private static Done run(Stage stage, Before before, Path folder) {
        Run<Policy> run = stage.run.apply(before);
        Optional<TrainingResult> done = run.finished(folder);
        if (done.isPresent()) {
            return new Done(stage.name, folder, done.get(), false);
        }
        try (Result<Policy> result = run.in(folder)) {
            return new Done(stage.name, folder, result.training(), true);
        }
    }
}
