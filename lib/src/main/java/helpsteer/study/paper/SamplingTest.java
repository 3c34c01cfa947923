package helpsteer.study.paper;

import helpsteer.stats.Numbers;
import helpsteer.stats.Tails;

/**
 * The test of whether drawing a part of the rows explains how far ours is from a printed number.
 *
 * @param pValue of the difference beyond the rounding of the print, two-sided, in 0..1
 * @param corrected the same after Holm's correction over all tests of the report; {@code pValue} before that
 * @param random whether the part is known to be drawn at random; where that is assumed, the test contradicts nothing
 */
public record SamplingTest(double pValue, double corrected, boolean random) {
    /** The chance that a report in which every printed number is right contradicts one all the same. */
    static final double ALARM = 0.05;

    /** Rows, or prompts with their rows, below which jackknife and bootstrap intervals are known to be too narrow. */
    static final int FEWEST = 40;

    /** What is said of a part with fewer. */
    static final String TOO_FEW = "too few rows for a test";

    public SamplingTest {
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("pValue must be in 0..1, got " + pValue);
        }
        if (!(corrected >= pValue && corrected <= 1)) {
            throw new IllegalArgumentException("corrected must be in " + pValue + "..1, got " + corrected);
        }
    }

    /** The test alone. */
    static SamplingTest of(double pValue, Drawn drawn) {
        return new SamplingTest(pValue, pValue, drawn.part() == Drawn.Part.RANDOM);
    }

    /** Whether sampling error explains the difference. */
    public boolean explains() {
        return corrected >= ALARM;
    }

    /** What a reader should know of a test that would alarm if it stood alone; empty for others. */
    String remark() {
        return pValue >= ALARM
                ? ""
                : "p " + Numbers.significant(pValue, 2) + ", after Holm " + Numbers.significant(corrected, 2);
    }

    /**
     * The p-value of a difference by Student's t, or by the normal distribution where the degrees are infinite; 1 where
     * there is no difference.
     *
     * @param beyond how far ours is from the nearest number that rounds to the print
     * @param error standard error of ours
     */
    static double pValue(double beyond, double error, double degrees) {
        if (beyond <= 0) {
            return 1;
        }
        if (error == 0) { // a statistic that no draw of the rows changes
            return 0;
        }
        double ratio = beyond / error;
        return Double.isInfinite(degrees) ? Tails.upperChiSquared(ratio * ratio, 1) : Tails.twoSidedT(ratio, degrees);
    }
}
