package helpsteer.report.table;

import helpsteer.stats.Numbers;
import helpsteer.study.coverage.CoverageReport;
import helpsteer.study.coverage.CoverageReport.Judged;
import helpsteer.study.coverage.CoverageVerdict.Decision;
import helpsteer.study.coverage.IntervalResult;
import helpsteer.study.coverage.Known;
import helpsteer.study.coverage.Known.Kind;
import helpsteer.study.coverage.Setting;
import helpsteer.study.coverage.TestResult;
import java.util.List;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/** Tables of simulation studies. */
public final class StudyTables {
    private static final int DIGITS = 4;

    private StudyTables() {}

    /** A row for each interval in each setting: the known truth, how often the interval held it, and the verdict. */
    public static Table coverage(String title, CoverageReport report) {
        return TableBuilder.of(title, report.intervals())
                .column("estimator", row -> row.setting().estimator())
                .column("samples of", row -> row.setting().data())
                .column("n", row -> row.setting().n())
                .column("samples", row -> row.counts().total())
                .column("refused", row -> row.counts().refused())
                .column("truth", StudyTables::truth)
                .column("coverage [95 %]", IntervalResult::coverage)
                .column("mean width", number -> Numbers.significant(number, DIGITS), IntervalResult::width)
                .column("too low", row -> row.counts().below())
                .column("too high", row -> row.counts().above())
                .column("verdict", row -> row.verdict().words())
                .table();
    }

    private static String truth(IntervalResult row) {
        String mean = Numbers.significant(row.truth().mean(), DIGITS);
        return row.truth().standardError() == 0
                ? mean
                : mean + " ± " + Numbers.significant(row.truth().standardError(), 2);
    }

    /** A row for each test in each setting: how often it rejected without and with an effect, and the verdict. */
    public static Table rejections(String title, CoverageReport report) {
        return TableBuilder.of(title, report.tests())
                .column("test", row -> row.setting().estimator())
                .column("without and with an effect", row -> row.setting().data())
                .column("n", row -> row.setting().n())
                .column("samples", TestResult::replications)
                .column("refused", TestResult::refused)
                .column("false positives [95 %]", TestResult::falsePositives)
                .column("power [95 %]", TestResult::power)
                .column("verdict", row -> row.verdict().words())
                .table();
    }

    /** Why estimators are known to miss their level, a line for each reason. */
    public static List<String> knownReasons(CoverageReport report) {
        return Stream.concat(
                        report.intervals().stream().map(IntervalResult::setting),
                        report.tests().stream().map(TestResult::setting))
                .filter(setting -> setting.known().kind() != Kind.NOTHING)
                .map(StudyTables::reason)
                .distinct()
                .toList();
    }

    /** What is known to be no better than documented, and what would need more samples: a line for each, with what was counted. */
    public static List<String> remarks(CoverageReport report) {
        return Stream.of(Decision.LIMIT, Decision.MISCOVERING, Decision.TOO_FEW_SAMPLES)
                .flatMap(decision -> report.all(decision).stream())
                .map(StudyTables::remark)
                .toList();
    }

    private static String remark(Judged judged) {
        Known known = judged.setting().known();
        return judged.verdict().words() + ": " + judged.setting() + ": "
                + judged.share()
                + known.documented()
                        .map(share -> ", documented " + Numbers.significant(share, 3))
                        .orElse("");
    }

    private static String reason(Setting setting) {
        String what = setting.known()
                .documented()
                .map(share -> "limit, documented " + Numbers.significant(share, 3))
                .orElse("conservative");
        return setting.estimator() + ", " + what + ": " + setting.known().reason();
    }
}
