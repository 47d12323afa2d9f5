/**
 * H2 in memory: a database is a name in this JVM, and a script.
 */
@NullMarked
package io.github.pristinedb.engine.h2;

import org.jspecify.annotations.NullMarked;
