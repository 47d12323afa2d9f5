/**
 * How a thread comes to work for the scenario that another one works for: tasks of the
 * application's executors, and HTTP requests to a server in the same JVM.
 */
@NullMarked
package io.github.pristinedb.web;

import org.jspecify.annotations.NullMarked;
