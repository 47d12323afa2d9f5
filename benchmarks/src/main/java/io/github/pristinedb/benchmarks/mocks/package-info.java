/**
 * A suite in which tests share application contexts that they cannot share: a quarter of
 * its classes has mocks, and some close their context.
 */
@NullMarked
package io.github.pristinedb.benchmarks.mocks;

import org.jspecify.annotations.NullMarked;
