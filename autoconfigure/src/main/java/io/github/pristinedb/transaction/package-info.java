/**
 * One transaction for a whole scenario: logical connections on a single physical one,
 * whose transactions are savepoints.
 */
@NullMarked
package io.github.pristinedb.transaction;

import org.jspecify.annotations.NullMarked;
