/**
 * The isolation hammer: many scenarios at once that do at random whatever a test can do
 * to its database, each of which checks that it starts from the template and sees nothing
 * but its own changes.
 */
@NullMarked
package io.github.pristinedb.benchmarks.hammer;

import org.jspecify.annotations.NullMarked;
