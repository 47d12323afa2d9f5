package io.github.pristinedb.autoconfigure;

/**
 * A bean of each context that may have a managed database, itself or in an ancestor. All
 * that Pristine replaces or adds for scenarios is conditional on it, so that other
 * contexts stay what they are without Pristine.
 */
final class ManagedContext {

}
