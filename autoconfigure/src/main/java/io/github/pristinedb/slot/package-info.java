/**
 * The databases of scopes: slots, leases, baselines, and where they are on the disk.
 */
@NullMarked
package io.github.pristinedb.slot;

import org.jspecify.annotations.NullMarked;
