package helpsteer.align.pipeline;

import java.util.Locale;

/** A kind of training that a language model can go through. */
public enum AlignmentStage {
    /** Supervised fine-tuning on responses. */
    SFT,
    /** Supervised fine-tuning on responses under their ratings (SteerLM). */
    STEERLM,
    /** An iteration of SteerLM 2.0: responses are sampled under ratings, judged and learned by weight. */
    STEERLM2,
    /** Direct preference optimisation on the best and the worst response that SteerLM 2.0 sampled to each prompt. */
    DPO;

    /** Whether the policy that it leaves is told ratings in its prompt. */
    public boolean isToldRatings() {
        return this == STEERLM || this == STEERLM2;
    }

    /** Whether it compares several responses to one prompt. */
    boolean comparesResponses() {
        return this == STEERLM2 || this == DPO;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
