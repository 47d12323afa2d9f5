/**
 * The command line. Every command starts the application for itself and closes it again.
 */
@NullMarked
package io.github.pristinedb.demo.cli;

import org.jspecify.annotations.NullMarked;
