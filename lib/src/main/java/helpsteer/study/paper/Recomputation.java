package helpsteer.study.paper;

import java.util.List;

/** Computes some of the printed numbers. */
@FunctionalInterface
interface Recomputation {
    /** Each of these numbers with ours beside it, in the same order. */
    List<ReproducedNumber> of(List<PrintedNumber> numbers);
}
