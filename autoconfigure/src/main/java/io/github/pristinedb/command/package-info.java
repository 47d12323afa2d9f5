/**
 * What is done on the command line, before any test runs.
 */
@NullMarked
package io.github.pristinedb.command;

import org.jspecify.annotations.NullMarked;
