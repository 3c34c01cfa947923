/** Tables from columns, as Tablesaw tables to filter, group and join. */
@NullMarked
package helpsteer.report.table;

import org.jspecify.annotations.NullMarked;
