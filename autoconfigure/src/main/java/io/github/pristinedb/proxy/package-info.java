/**
 * The objects of JDBC as the application sees them: whatever they return is one of them,
 * too, so that no method leads to the driver's own connection.
 */
@NullMarked
package io.github.pristinedb.proxy;

import org.jspecify.annotations.NullMarked;
