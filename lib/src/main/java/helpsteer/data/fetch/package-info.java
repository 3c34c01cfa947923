/** Addresses that files are fetched from and requests are sent to, and the rules for a secret that goes along. */
@NullMarked
package helpsteer.data.fetch;

import org.jspecify.annotations.NullMarked;
