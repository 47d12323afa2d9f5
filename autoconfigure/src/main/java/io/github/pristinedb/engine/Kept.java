package io.github.pristinedb.engine;

/**
 * A database that was kept.
 *
 * @param place where it is: a file, or the name of a database on its server
 * @param command what a person types in a shell to look into it
 */
public record Kept(String place, String command) {

}
