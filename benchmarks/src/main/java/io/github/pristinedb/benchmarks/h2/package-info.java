/**
 * What a private database costs on H2 in memory: Pristine's handover beside a migration,
 * a script, emptied tables and a peer's refresh.
 */
@NullMarked
package io.github.pristinedb.benchmarks.h2;

import org.jspecify.annotations.NullMarked;
