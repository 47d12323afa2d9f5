/**
 * Plans: an instruction, the steps made of it, and their states.
 */
@NullMarked
package io.github.pristinedb.demo.plan;

import org.jspecify.annotations.NullMarked;
