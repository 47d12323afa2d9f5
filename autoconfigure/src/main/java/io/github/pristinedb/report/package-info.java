/**
 * What a run did, in a summary and in files. Listens to events and is known by none.
 */
@NullMarked
package io.github.pristinedb.report;

import org.jspecify.annotations.NullMarked;
