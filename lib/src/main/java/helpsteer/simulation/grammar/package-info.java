/**
 * What can be said in the simulated world: objects and their properties, the sentences of users and assistants, and what each
 * sentence means, all from one text file.
 */
@NullMarked
package helpsteer.simulation.grammar;

import org.jspecify.annotations.NullMarked;
