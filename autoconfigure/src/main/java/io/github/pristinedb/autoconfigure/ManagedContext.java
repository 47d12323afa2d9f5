package io.github.pristinedb.autoconfigure;

/**
 * Marker bean of a context that may have a managed database, itself or in an ancestor.
 * Everything that Pristine replaces or adds for scenarios depends on it. Other contexts
 * stay as they are without Pristine.
 */
final class ManagedContext {

}
