/**
 * Reports on a project, written in the background.
 */
@NullMarked
package io.github.pristinedb.demo.report;

import org.jspecify.annotations.NullMarked;
