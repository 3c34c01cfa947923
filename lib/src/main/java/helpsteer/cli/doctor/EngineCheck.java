package helpsteer.cli.doctor;

import helpsteer.data.Prompt;
import helpsteer.nn.Torch;
import helpsteer.report.Reason;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.model.Pretrained;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Starts the native library, chooses the device and reads one text with the embedded model. */
final class EngineCheck {
    private static final String CUDA_HELP =
            "with a network, HELPSTEER_CUDA=download lets DJL fetch its libtorch 2.7.1 for CUDA; without one, install"
                    + " torch 2.7.1+cu128 and set PYTORCH_LIBRARY_PATH to its lib folder, PYTORCH_VERSION=2.7.1 and"
                    + " PYTORCH_FLAVOR=cu128";

    private EngineCheck() {}

    static List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        try {
            found.add(Finding.fine("engine", Torch.version()));
            found.add(
                    Torch.usesGpu()
                            ? Finding.fine("device", Torch.describeDevice())
                            : Finding.optional("device", Torch.describeDevice() + "; no GPU", CUDA_HELP));
        } catch (IllegalArgumentException | IllegalStateException e) {
            found.add(trouble(Reason.of(e)));
            return found;
        }
        found.add(model());
        found.add(languageModel(Pretrained.SMOLLM2_135M_INSTRUCT));
        return found;
    }

    /** Reward models need none; what is trained as a policy does. */
    static Finding languageModel(Pretrained model) {
        if (!Files.exists(model.path())) {
            return Finding.optional("policy", model.id() + " is not here", "environment/helpsteer fetch smollm2");
        }
        try {
            model.weights();
            return Finding.fine("policy", model.id() + ", SHA-256 as published");
        } catch (InvalidWeightsException e) {
            return Finding.optional(
                    "policy", Reason.of(e), "rm '" + model.path() + "' && environment/helpsteer fetch smollm2");
        }
    }

    /** What to do about an engine that does not start or a device that cannot be had. */
    static Finding trouble(String reason) {
        if (reason.startsWith("HELPSTEER_THREADS")) {
            return Finding.needed("engine", reason, "unset HELPSTEER_THREADS");
        }
        if (reason.startsWith("HELPSTEER_DEVICE must name a usable GPU")) {
            return Finding.needed("device", reason, "set HELPSTEER_DEVICE=cpu, or " + CUDA_HELP);
        }
        if (reason.startsWith("HELPSTEER_DEVICE")) {
            return Finding.needed("device", reason, "unset HELPSTEER_DEVICE or set HELPSTEER_DEVICE=cpu");
        }
        return Finding.needed("engine", reason, "environment/test");
    }

    private static Finding model() {
        PretrainedEncoder backbone;
        try {
            backbone = PretrainedEncoder.miniLm();
        } catch (InvalidWeightsException e) {
            return Finding.needed("model", Reason.of(e), "environment/run");
        }
        try (RewardModel model = RewardModel.headless(backbone, InputConfig.encoder())) {
            List<PromptResponse> probe = List.of(new PromptResponse(Prompt.ofUser("Is anyone there?"), "Yes."));
            int width = Progress.during(Progress.SILENT, () -> model.embed(probe))[0].length;
            return Finding.fine(
                    "model", backbone.id() + ", SHA-256 as published, reads a text into " + width + " numbers");
        }
    }
}
