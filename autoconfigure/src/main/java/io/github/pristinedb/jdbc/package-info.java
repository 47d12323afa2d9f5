/**
 * Data sources: where they lead, and how they are made again for another database.
 */
@NullMarked
package io.github.pristinedb.jdbc;

import org.jspecify.annotations.NullMarked;
