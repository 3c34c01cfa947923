package helpsteer.reward.training;

import helpsteer.reward.BradleyTerry;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a reward model learns by. */
public enum TrainingLoss {
    /** Regression on the five ratings. */
    REGRESSION(null),
    /** Regression on helpfulness alone. */
    HELPFULNESS(null),
    /** Comparison of two responses (Bradley-Terry). */
    BT(BradleyTerry.REGULAR),
    /** Bradley-Terry with the strength of the preference as a margin. */
    MARGIN(BradleyTerry.MARGIN),
    /** Bradley-Terry scaled by the strength of the preference. */
    SCALED(BradleyTerry.SCALED);

    private final @Nullable BradleyTerry comparison;

    TrainingLoss(@Nullable BradleyTerry comparison) {
        this.comparison = comparison;
    }

    /** Comparison by a loss of pairs. */
    public static TrainingLoss of(BradleyTerry comparison) {
        return switch (comparison) {
            case REGULAR -> BT;
            case MARGIN -> MARGIN;
            case SCALED -> SCALED;
        };
    }

    /** The loss of a pair; none where ratings are learned. */
    public Optional<BradleyTerry> comparison() {
        return Optional.ofNullable(comparison);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
