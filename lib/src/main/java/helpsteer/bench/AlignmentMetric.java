package helpsteer.bench;

/** What the paper measures of an aligned model (arXiv 2406.08673, Table 4 and appendix H). */
public enum AlignmentMetric {
    MT_BENCH("MT Bench", 2),
    RESPONSE_CHARS("mean response chars", 1),
    TRUTHFULQA_MC2("TruthfulQA MC2", 4),
    ALPACA_EVAL_LC("AlpacaEval 2.0 LC (%)", 2),
    ARENA_HARD("Arena Hard (%)", 1);

    private final String title;
    private final int decimals;

    AlignmentMetric(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    /** The column's title. */
    public String title() {
        return title;
    }

    /** As many decimals as the paper prints. */
    public int decimals() {
        return decimals;
    }
}
