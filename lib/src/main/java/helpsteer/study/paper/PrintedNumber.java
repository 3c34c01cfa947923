package helpsteer.study.paper;

/**
 * A number that the paper prints, and how it is to be checked.
 *
 * @param place where it stands
 * @param printed as printed, such as {@code "0.0600"}, whose last digit is its unit
 * @param rule what computes it
 */
public record PrintedNumber(Place place, String printed, Rule rule) {
    /** The table's name of numbers in running text. */
    public static final String TEXT = "text";

    private static final double HAIR = 1e-6;

    /**
     * Where a number stands.
     *
     * @param table 1 to 6, or {@value #TEXT}
     * @param row of the table, or what the number counts
     * @param column of the table, or the section
     */
    public record Place(String table, String row, String column) {
        /** The name by which the number is known, such as {@code "table3:ArmoRM-Llama 3 8B:safety"}. */
        public String id() {
            return inText() ? TEXT + ":" + row : "table" + table + ":" + row + ":" + column;
        }

        boolean inText() {
            return table.equals(TEXT);
        }
    }

    /**
     * How a number is checked.
     *
     * @param file what it takes, within the data folder; empty where it takes none
     * @param why the tolerance is what it is
     */
    public record Rule(Method method, String file, Tolerance tolerance, String why) {}

    public PrintedNumber {
        if (!isNumber(printed)) {
            throw new IllegalArgumentException("printed must be a number in plain digits, got \"" + printed + "\"");
        }
    }

    static boolean isNumber(String text) {
        return text.matches("-?\\d+(\\.\\d+)?");
    }

    /** The number's name, unique in the paper. */
    public String id() {
        return place.id();
    }

    /** The number. */
    public double value() {
        return Double.parseDouble(printed);
    }

    /** How many decimals are printed. */
    public int decimals() {
        int dot = printed.indexOf('.');
        return dot < 0 ? 0 : printed.length() - dot - 1;
    }

    /** Half a unit of the last printed digit: the paper's own number may be off by as much. */
    public double rounding() {
        return 0.5 * Math.pow(10, -decimals());
    }

    /** Whether a value rounds to the print; a half may go either way. */
    public boolean agrees(double ours) {
        return agrees(ours, rounding());
    }

    /** Whether a value is no farther from the print than that. */
    boolean agrees(double ours, double slack) {
        return Math.abs(ours - value()) <= slack * (1 + HAIR);
    }
}
