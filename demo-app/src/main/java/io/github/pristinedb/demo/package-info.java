/**
 * A planning tool: the application whose scenarios show Pristine at work.
 */
@NullMarked
package io.github.pristinedb.demo;

import org.jspecify.annotations.NullMarked;
