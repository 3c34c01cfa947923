/** What this machine has and lacks. */
@NullMarked
package helpsteer.cli.doctor;

import org.jspecify.annotations.NullMarked;
