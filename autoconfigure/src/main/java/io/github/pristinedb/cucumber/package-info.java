/**
 * Cucumber as it runs: its steps, and its attachments.
 */
@NullMarked
package io.github.pristinedb.cucumber;

import org.jspecify.annotations.NullMarked;
