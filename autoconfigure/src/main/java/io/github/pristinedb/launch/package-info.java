/**
 * Knows what can be known before a launch: its settings, its module's directory, its run,
 * and what JUnit's launchers do. Knows the JUnit Platform, and nothing of Spring's
 * context.
 */
@NullMarked
package io.github.pristinedb.launch;

import org.jspecify.annotations.NullMarked;
