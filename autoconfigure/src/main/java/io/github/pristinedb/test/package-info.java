/**
 * What JUnit and the TestContext framework call.
 */
@NullMarked
package io.github.pristinedb.test;

import org.jspecify.annotations.NullMarked;
