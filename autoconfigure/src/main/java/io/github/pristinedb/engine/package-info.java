/**
 * Engines. Each knows one database product: where a JDBC URL points, what is there, and
 * how its databases are copied, restored and frozen. Knows nothing of Spring's
 * application context.
 */
@NullMarked
package io.github.pristinedb.engine;

import org.jspecify.annotations.NullMarked;
