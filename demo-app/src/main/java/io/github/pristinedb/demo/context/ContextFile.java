package io.github.pristinedb.demo.context;

import java.time.Instant;

/**
 * A file of a project's context.
 *
 * @param path where it was read, relative to the project's directory, with forward
 * slashes
 * @param bytes length of its content in bytes of UTF-8
 * @param sha256 digest of these bytes in lower-case hexadecimal digits
 * @param addedAt when it was last added
 */
public record ContextFile(String path, long bytes, String sha256, Instant addedAt) {
}
