/**
 * Projects: what everything else belongs to.
 */
@NullMarked
package io.github.pristinedb.demo.project;

import org.jspecify.annotations.NullMarked;
