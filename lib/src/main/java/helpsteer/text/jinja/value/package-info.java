/** Values of the Jinja interpreter, and the filters, tests and functions on them. */
@NullMarked
package helpsteer.text.jinja.value;

import org.jspecify.annotations.NullMarked;
