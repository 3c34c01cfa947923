package helpsteer.study.coverage.scenarios;

import helpsteer.study.coverage.CoverageStudy;
import java.util.List;
import java.util.stream.Stream;

/** All intervals and tests of the library, each in the situations that the library meets. */
public final class LibraryScenarios {
    private LibraryScenarios() {}

    /** The study of all of them. */
    public static CoverageStudy study() {
        return new CoverageStudy(
                Stream.of(
                                ProportionScenarios.intervals(),
                                MeanScenarios.intervals(),
                                BenchmarkScenarios.intervals(),
                                AgreementScenarios.intervals(),
                                CorrelationScenarios.intervals(),
                                FitScenarios.intervals(),
                                CalibrationScenarios.intervals(),
                                SearchScenarios.intervals())
                        .flatMap(List::stream)
                        .toList(),
                Stream.of(ComparisonTests.all(), AssociationTests.all())
                        .flatMap(List::stream)
                        .toList());
    }

    /** What of the library has neither an interval nor a p-value. */
    public static List<String> without() {
        return List.of(
                "FitQuality (MSE, MAE, R², Pearson's r)",
                "LinearFit.rSquared and residualSd",
                "LogisticFit.coefficients and logLoss",
                "Temperature.value and logLoss",
                "Kappa and Alpha by themselves (their statistic goes to the bootstrap)",
                "Reliability.brier",
                "Histogram, Summary and QuantileMeans (each group's mean has Moments')",
                "FittedWeights.weights and accuracy",
                "BestOfNCurve.Point.best",
                "MtBenchScores.categories and the mean of one turn",
                "LengthBias.tertiles beyond Wilson's of each",
                "CoordinateSearch, GridSearch and LogisticSearch by themselves",
                "SubsetAccuracies (RewardBenchResult has MOVER's)",
                "NearestNeighbours and halfShare of overlaps");
    }
}
