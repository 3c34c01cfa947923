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
    DPO,
    /** REINFORCE with a leave-one-out baseline on the judge's scores, in rounds of sampling and training. */
    REINFORCE,
    /** Proximal policy optimisation on the judge's scores, in rounds of sampling and training. */
    PPO;

    /** Whether the policy that it leaves is told ratings in its prompt. */
    public boolean isToldRatings() {
        return this == STEERLM || this == STEERLM2;
    }

    /** Whether it compares several responses to one prompt that were sampled once. */
    boolean comparesResponses() {
        return this == STEERLM2 || this == DPO;
    }

    /** Whether it samples anew in each of its rounds (online reinforcement learning). */
    public boolean isOnline() {
        return this == REINFORCE || this == PPO;
    }

    /** Whether it needs a judge of responses. */
    public boolean isJudged() {
        return comparesResponses() || isOnline();
    }

    /** Whether it samples responses to prompts of its own. */
    boolean samplesResponses() {
        return this == STEERLM2 || isOnline();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
