package helpsteer.reward;

import java.nio.file.Path;

/** A tiny reward model for tests of other packages. */
public final class ScoringModels {
    private ScoringModels() {}

    /** Saves the tiny encoder, which reads 32 tokens, with the weights of the 70B model. */
    public static void save(Path folder) {
        try (RewardModel model = SavedFolders.encoder(folder.resolveSibling("hub"), ReadOut.MEAN_POOL)) {
            RewardArtefact.save(model, folder, ArtefactNotes.NONE.withGoodness(AttributeWeights.LLAMA3_70B));
        }
    }
}
