package io.github.pristinedb.engine.comparison;

/**
 * A column of a table that is compared.
 *
 * @param name its name
 * @param key whether it is a part of what tells rows apart
 */
public record ComparedColumn(String name, boolean key) {

}
