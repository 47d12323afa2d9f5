package io.github.pristinedb.demo.project;

import java.time.Instant;

/**
 * A project.
 *
 * @param id its number in the database
 * @param name its name, which no other project of the database has
 * @param createdAt when it was created
 */
public record Project(long id, String name, Instant createdAt) {
}
