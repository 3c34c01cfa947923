package helpsteer.study.losses;

import java.util.Optional;

/**
 * How a head is fitted: by which loss, and what is done before.
 *
 * @param learner the loss
 * @param remedy against a length bias
 * @param ties what becomes of pairs of which raters prefer neither response
 */
public record Arm(LossLearner learner, LengthRemedy remedy, Ties ties) {
    /** A loss alone. */
    static Arm of(LossLearner learner) {
        return new Arm(learner, LengthRemedy.NONE, Ties.DROPPED);
    }

    Arm with(LengthRemedy other) {
        return new Arm(learner, other, ties);
    }

    Arm with(Ties other) {
        return new Arm(learner, remedy, other);
    }

    /** What it is compared with: itself without remedy or with ties dropped, else the loss that it changes. */
    Optional<Arm> reference() {
        if (remedy != LengthRemedy.NONE || ties != Ties.DROPPED) {
            return Optional.of(of(learner));
        }
        return switch (learner) {
            case REGULAR -> Optional.empty();
            case REGRESSION, MARGIN, SCALED -> Optional.of(of(LossLearner.REGULAR));
            case REGRESSION_ON_DECIDED -> Optional.of(of(LossLearner.REGRESSION));
            case SCALED_FROM_REGRESSION -> Optional.of(of(LossLearner.SCALED));
        };
    }

    /** As tables have it. */
    public String words() {
        return learner.words()
                + (remedy == LengthRemedy.NONE ? "" : ", " + remedy.words())
                + (ties == Ties.DROPPED ? "" : ", " + ties.words());
    }
}
