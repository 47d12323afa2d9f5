/**
 * The summary and the files of a run, from the events of its JVMs. No other room than
 * {@code merge} knows this one.
 */
@NullMarked
package io.github.pristinedb.report;

import org.jspecify.annotations.NullMarked;
