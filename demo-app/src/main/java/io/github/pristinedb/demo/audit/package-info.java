/**
 * Who did what, and when.
 */
@NullMarked
package io.github.pristinedb.demo.audit;

import org.jspecify.annotations.NullMarked;
