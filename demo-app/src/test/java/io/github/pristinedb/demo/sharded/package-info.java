/**
 * Suites that several machines share, and steps that break.
 */
@NullMarked
package io.github.pristinedb.demo.sharded;

import org.jspecify.annotations.NullMarked;
