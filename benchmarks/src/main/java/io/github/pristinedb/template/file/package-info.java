/**
 * Template caches as only benchmarks use them.
 */
@NullMarked
package io.github.pristinedb.template;

import org.jspecify.annotations.NullMarked;
