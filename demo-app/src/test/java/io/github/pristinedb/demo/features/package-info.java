/**
 * The scenarios in {@code src/test/resources/features} and their glue.
 */
@NullMarked
package io.github.pristinedb.demo.features;

import org.jspecify.annotations.NullMarked;
