/**
 * Context files: the texts that a project's plans rest on.
 */
@NullMarked
package io.github.pristinedb.demo.context;

import org.jspecify.annotations.NullMarked;
