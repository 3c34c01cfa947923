package helpsteer.data.paper;

import helpsteer.data.Attribute;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Table 2 of arXiv 2406.08673, descriptive statistics of a dataset, beside the same of our rows.
 *
 * @param cells the cells compared, row by row
 */
public record TableTwo(List<Cell> cells) {
    private static final double LEVEL = 0.95;
    private static final double HAIR = 1e-6;

    public TableTwo {
        cells = List.copyOf(cells);
    }

    /** The datasets that the table describes. */
    public enum Dataset {
        /** HelpSteer, of which 35,331 rows are for training and 1,789 for validation. */
        HELPSTEER("HS", 37_120),
        /** HelpSteer2, of which 20,324 rows are for training and 1,038 for validation. */
        HELPSTEER2("HS2", 21_362);

        private final String mark;
        private final int rows;

        Dataset(String mark, int rows) {
            this.mark = mark;
            this.rows = rows;
        }

        /** Number of rows, training and validation together, on which we take the paper's figures to be computed. */
        public int rows() {
            return rows;
        }

        /** How the table's columns name it. */
        public String mark() {
            return mark;
        }

        /** The name of the table's column that holds a statistic of it. */
        public String column(Statistic statistic) {
            return statistic.mark + " " + mark;
        }
    }

    /** The table's statistics. */
    public enum Statistic {
        MEAN("mean"),
        SD("std"),
        /** Pearson's correlation with helpfulness. */
        PEARSON("pearson");

        private final String mark;

        Statistic(String mark) {
            this.mark = mark;
        }

        private Replication replicated(
                double published, double[] values, double[] helpfulness, FinitePopulation sampling) {
            return switch (this) {
                case MEAN -> Replication.ofMean(published, values, sampling, LEVEL);
                case SD -> Replication.ofSd(published, values, sampling, LEVEL);
                case PEARSON -> Replication.ofPearson(published, values, helpfulness, sampling, LEVEL);
            };
        }
    }

    /**
     * One printed number and ours.
     *
     * @param row name of the table's row
     * @param scale what the difference is measured in: our standard deviation, and 1 for a correlation
     * @param rounding half a unit of the last printed digit: the paper's own number may be off by as much
     */
    public record Cell(String row, Statistic statistic, double scale, double rounding, Replication replication) {
        /** Whether the difference lies within sampling error at 95 % and the rounding of the print. */
        public boolean agrees() {
            return isWithinRounding()
                    || (replication.difference().low() <= rounding
                            && replication.difference().high() >= -rounding);
        }

        /**
         * Two-sided p-value of the difference: 1 where ours rounds to the printed number. Where we have all of the published
         * rows there is no sampling error, and any other difference has p-value 0.
         */
        public double pValue() {
            return isWithinRounding() ? 1 : replication.pValue();
        }

        /** A half that is rounded either way lies on the bound itself, but for the last bits. */
        private boolean isWithinRounding() {
            return Math.abs(replication.ours() - replication.published()) <= rounding * (1 + HAIR);
        }

        /** Ours minus published in units of {@link #scale}, so that ratings and lengths fit in one chart. */
        public double scaledDifference() {
            return (replication.ours() - replication.published()) / scale;
        }

        /** The interval of the difference in the same units. */
        public Interval scaledInterval() {
            Interval raw = replication.difference();
            return new Interval(raw.low() / scale, raw.high() / scale, raw.level());
        }
    }

    /**
     * Compares the named rows; a cell that the paper leaves out, and helpfulness with itself, is no comparison.
     *
     * @param ours columns of our rows, of which those to one prompt count as drawn together
     * @param sampling how our rows relate to the paper's
     * @param rows names of rows of the table, all of them columns of ours and none constant
     */
    public static TableTwo compare(Dataset dataset, RatingColumns ours, FinitePopulation sampling, String... rows) {
        return compare(PaperTable.number(2), dataset, ours, sampling, rows);
    }

    /** The same with another table of the same columns in place of the paper's. */
    public static TableTwo compare(
            PaperTable paper, Dataset dataset, RatingColumns ours, FinitePopulation sampling, String... rows) {
        FinitePopulation grouped = sampling.inGroups(ours.groups());
        double[] helpfulness = ours.column(Attribute.HELPFULNESS);
        List<Cell> cells = new ArrayList<>();
        for (String row : rows) {
            double[] values = ours.column(row);
            for (Statistic statistic : Statistic.values()) {
                String column = dataset.column(statistic);
                OptionalDouble published = paper.number(row, column);
                boolean itself = statistic == Statistic.PEARSON && row.equals(Attribute.HELPFULNESS.key());
                if (published.isPresent() && !itself) {
                    cells.add(new Cell(
                            row,
                            statistic,
                            statistic == Statistic.PEARSON
                                    ? 1
                                    : Moments.of(values).sampleSd(),
                            rounding(paper.text(row, column)),
                            statistic.replicated(published.getAsDouble(), values, helpfulness, grouped)));
                }
            }
        }
        return new TableTwo(cells);
    }

    private static double rounding(String printed) {
        int dot = printed.indexOf('.');
        int decimals = dot < 0 ? 0 : printed.length() - dot - 1;
        return 0.5 * Math.pow(10, -decimals);
    }

    /** These cells followed by others. */
    public TableTwo plus(TableTwo other) {
        List<Cell> all = new ArrayList<>(cells);
        all.addAll(other.cells);
        return new TableTwo(all);
    }

    /** The cells in which ours differs by more than sampling and rounding explain. */
    public List<Cell> missed() {
        return cells.stream().filter(cell -> !cell.agrees()).toList();
    }

    /** The p-value of each cell's difference, in order. */
    public double[] pValues() {
        return cells.stream().mapToDouble(Cell::pValue).toArray();
    }

    /** The rows compared, each once. */
    public List<String> rows() {
        return cells.stream().map(Cell::row).distinct().toList();
    }

    /** The rows of the paper's table, compared here or not. */
    public static List<String> allRows() {
        return PaperTable.number(2).rows();
    }

    @Override
    public String toString() {
        return cells.size() + " cells, " + missed().size() + " beyond sampling error";
    }
}
