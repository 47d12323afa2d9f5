/**
 * What JUnit and Spring's TestContext framework do with databases, seen by an ordinary
 * application: each class is about one way to prepare, repeat or end a test.
 */
@NullMarked
package io.github.pristinedb.demo.isolation;

import org.jspecify.annotations.NullMarked;
