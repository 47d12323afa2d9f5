/**
 * The evidence of a scenario: what it did to its databases, told when it fails.
 */
@NullMarked
package io.github.pristinedb.evidence;

import org.jspecify.annotations.NullMarked;
