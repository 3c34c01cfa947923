/** Files become rows: JSON lines, CSV and Parquet, each refusal with file and line. */
@NullMarked
package helpsteer.data.io;

import org.jspecify.annotations.NullMarked;
