/**
 * Tests that fail on purpose.
 */
@NullMarked
package io.github.pristinedb.demo.failures;

import org.jspecify.annotations.NullMarked;
