package helpsteer.report.table;

import java.util.List;
import tech.tablesaw.api.Table;

/** What a reader sees of a table, where its columns hold numbers. */
final class ShownTable {
    private ShownTable() {}

    static List<String> columns(Table table) {
        return TableText.of(table, table.rowCount()).columns();
    }

    static String cell(Table table, int row, String column) {
        return TableText.of(table, table.rowCount())
                .rows()
                .get(row)
                .get(columns(table).indexOf(column));
    }
}
