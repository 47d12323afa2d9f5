/**
 * Templates as only benchmarks use them.
 */
@NullMarked
package io.github.pristinedb.template.file;

import org.jspecify.annotations.NullMarked;
