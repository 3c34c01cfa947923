package helpsteer.report.notebook;

import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.chart.Figure;
import helpsteer.report.table.Tables;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.internal.chartpart.IChart;
import tech.tablesaw.api.Table;

/**
 * How values of one type are shown.
 *
 * @param type the type, whose subtypes are shown the same way
 * @param render from a value of that type to its forms
 */
public record Rendering(Class<?> type, Function<Object, Rendered> render) {

    /** Every type that the notebooks show, for a kernel to register. */
    public static List<Rendering> all() {
        return List.of(
                of(IChart.class, chart -> Figure.of(chart).rendered()),
                of(Table.class, Tables::rendered),
                of(Shown.class, Shown::rendered));
    }

    private static <T> Rendering of(Class<T> type, Function<T, Rendered> render) {
        return new Rendering(type, value -> render.apply(type.cast(value)));
    }
}
