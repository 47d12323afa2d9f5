/**
 * What happens outside the tests' own JVM: the command for templates, and the workflow.
 */
@NullMarked
package io.github.pristinedb.demo.ci;

import org.jspecify.annotations.NullMarked;
