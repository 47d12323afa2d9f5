/**
 * What a private database costs on PostgreSQL: Pristine's reset and handover beside a
 * migration, a copied template, emptied tables and a peer's refresh, on one server.
 */
@NullMarked
package io.github.pristinedb.benchmarks.postgresql;

import org.jspecify.annotations.NullMarked;
