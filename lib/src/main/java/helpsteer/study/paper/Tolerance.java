package helpsteer.study.paper;

/** How far ours may be from a printed number, and what follows where it is farther off. */
public enum Tolerance {
    /** Half a unit of the last printed digit; beyond it the number is contradicted. */
    ROUNDING("half a unit of the print"),
    /** The same, and for each number that ours is computed from half a unit of its print. */
    ARITHMETIC("half a unit of the print, and of each number it is computed from"),
    /** What a random part of the rows explains, by a test at 5 % with Holm's correction over the report; for all rows {@link #ROUNDING}. */
    SAMPLING("sampling error at 5 % after Holm"),
    /** The paper leaves a choice open: a number is contradicted only where no choice known here gives it. */
    CHOICE("any choice that the paper leaves open"),
    /** The source was scored anew after the paper: a number is contradicted only where the old way cannot give it. */
    RESCORED("anything possible before the source was scored anew"),
    /** Ours is of another model, judge or run, and contradicts nothing. */
    OTHER("any"),
    /** Nothing is computed. */
    NONE("none needed");

    private final String title;

    Tolerance(String title) {
        this.title = title;
    }

    /** The rule in words. */
    public String title() {
        return title;
    }
}
