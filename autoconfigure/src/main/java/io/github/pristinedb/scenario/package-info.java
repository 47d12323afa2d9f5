/**
 * Which scenario runs, and where its databases are.
 */
@NullMarked
package io.github.pristinedb.scenario;

import org.jspecify.annotations.NullMarked;
