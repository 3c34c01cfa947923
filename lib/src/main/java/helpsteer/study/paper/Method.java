package helpsteer.study.paper;

/** What computes a printed number. */
public enum Method {
    /** The number follows from what it is called. */
    DEFINITION("its definition"),
    /** Mean of the four printed sections. */
    SECTION_MEAN("the printed sections"),
    /** Share of the Elo ratings' variance that the printed MT Bench scores explain. */
    JUDGE_FIT("Table 5"),
    /** What the other printed shares leave. */
    SHARES("the other printed shares"),
    /** Steps times batch over conversations, as printed. */
    EPOCHS("printed steps and batch"),
    /** Quadratic weighted kappa of the raters' scores. */
    KAPPA("stats.agreement.Kappa"),
    /** Counts and variances of the raters' scores. */
    RATERS("data.sets.RaterScores"),
    /** Mean, standard deviation and correlation with helpfulness. */
    TABLE_TWO("stats.test.Replication"),
    /** Least squares of helpfulness on the other attributes. */
    REGRESSION("stats.fit.LinearFit"),
    /** Rows counted. */
    ROWS("rows counted"),
    /** RewardBench's published scores. */
    LEADERBOARD("data.benchmark.Leaderboard"),
    /** AlpacaEval's published scores. */
    ALPACA_EVAL("data.benchmark.AlpacaEvalRow"),
    /** Arena-Hard's published scores. */
    ARENA_HARD("data.benchmark.ArenaHardRow"),
    /** Mean grade of a file of judgments. */
    MT_BENCH("bench.MtBenchScores"),
    /** Mean length of a file of answers. */
    ANSWER_LENGTH("data.benchmark.ModelAnswer"),
    /** Floating-point operations of training over what a node does in an hour. */
    NODE_HOURS("train.metrics.ModelFlops"),
    /** Nothing here: the model is too large. */
    LARGE_MODEL("nothing here"),
    /** Nothing here: what it takes was never released, or no copy is known. */
    UNRELEASED("nothing here");

    private final String title;

    Method(String title) {
        this.title = title;
    }

    /** Whether it computes from other printed numbers alone, so that it takes no data. */
    boolean isOfPrint() {
        return switch (this) {
            case DEFINITION, SECTION_MEAN, JUDGE_FIT, SHARES, EPOCHS -> true;
            default -> false;
        };
    }

    /** The method in words, or the class that has it. */
    public String title() {
        return title;
    }
}
