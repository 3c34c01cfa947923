package helpsteer.reward;

import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.reward.folder.RewardArtefact;
import java.nio.file.Path;

/** A tiny reward model for tests of other packages. */
public final class ScoringModels {
    private ScoringModels() {}

    /** Saves the tiny encoder, which reads 32 tokens, with the weights of the 70B model. */
    public static void save(Path folder) {
        try (RewardModel model = SavedFolders.encoder(folder.resolveSibling("hub"), Pooling.MEAN_POOL)) {
            RewardArtefact.save(model, folder, ArtefactNotes.NONE.withWeights(AttributeWeights.LLAMA3_70B));
        }
    }
}
