package helpsteer.study.paper;

import helpsteer.stats.Estimate;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * A printed number of Table 2 beside ours by each reading.
 *
 * @param readings the usual one first
 * @param drawn how our rows were drawn from the paper's
 * @param from which rows ours are of
 */
record TableTwoCell(PrintedNumber number, List<CellReading> readings, Drawn drawn, String from) {
    TableTwoCell {
        readings = List.copyOf(readings);
    }

    /** Contradicted only where every reading is. */
    ReproducedNumber judged() {
        CellReading usual = readings.get(0);
        if (readings.stream().anyMatch(CellReading::isUndefined)) {
            return ReproducedNumber.computed(
                    number, Estimate.of(Double.NaN), from, "undefined, as a column is the same in every row");
        }
        if (drawn.part() == Drawn.Part.ALL) {
            return ofAll();
        }
        if (!drawn.part().isTested()) {
            return ReproducedNumber.computed(number, usual.ours(), from, drawn.remark());
        }
        if (usual.groups() < SamplingTest.FEWEST) {
            return ReproducedNumber.computed(number, usual.ours(), from, SamplingTest.TOO_FEW);
        }
        return ofPart();
    }

    private ReproducedNumber ofAll() {
        CellReading nearest = readings.stream()
                .filter(each -> each.agrees(number))
                .findFirst()
                .orElse(readings.get(0));
        double ours = nearest.matching(number);
        ReproducedNumber compared = ReproducedNumber.compared(number, ours, from)
                .withRemark(ours == nearest.ours().value() ? "" : "n below the sum of squares");
        DoubleSummaryStatistics all = readings.stream()
                .mapToDouble(each -> each.ours().value())
                .summaryStatistics();
        boolean between = number.value() > all.getMin() && number.value() < all.getMax();
        return compared.verdict() == Verdict.CONTRADICTS && between
                ? ReproducedNumber.computed(number, Estimate.of(ours), from, tried(nearest))
                : compared.withRemark(tried(nearest));
    }

    /** Every reading must differ, so that the p-value is the largest of theirs (intersection-union test, Berger 1982). */
    private ReproducedNumber ofPart() {
        List<CellReading> measured =
                readings.stream().filter(each -> each.error() > 0).toList();
        if (measured.size() < readings.size()) {
            return ofConstant();
        }
        CellReading likeliest = measured.stream()
                .max(Comparator.comparingDouble(each -> each.pValue(number)))
                .orElseThrow();
        SamplingTest test = SamplingTest.of(likeliest.pValue(number), drawn);
        return ReproducedNumber.tested(number, likeliest.ours(), test, from, assumed())
                .withRemark(tried(likeliest));
    }

    /** Where every row has one value no error can be told, and a difference says nothing. */
    private ReproducedNumber ofConstant() {
        String constant = "the same in every row of this part, which gives no sampling error";
        Estimate ours = Estimate.of(readings.get(0).ours().value());
        return readings.stream().anyMatch(each -> each.agrees(number))
                ? ReproducedNumber.tested(number, ours, SamplingTest.of(1, drawn), from, assumed())
                        .withRemark("the same in every row")
                : ReproducedNumber.computed(number, ours, from, constant);
    }

    private String assumed() {
        return drawn.part() == Drawn.Part.BLOCK ? drawn.remark() : "";
    }

    /** Several readings are a freedom to come near, which a reader must know of. */
    private String tried(CellReading chosen) {
        return readings.size() == 1 || chosen.name().isEmpty()
                ? ""
                : "by " + chosen.name() + "; " + readings.size() + " readings tried, as the paper leaves it open";
    }
}
