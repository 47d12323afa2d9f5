package io.github.pristinedb.demo.context;

/**
 * A file to be added to a project's context.
 *
 * @param path where it is, relative to the project's directory, with forward slashes
 * @param content its text
 */
public record NewContextFile(String path, String content) {
}
