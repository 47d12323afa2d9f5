/**
 * What the starter does to applications.
 */
@NullMarked
package io.github.pristinedb.starter;

import org.jspecify.annotations.NullMarked;
