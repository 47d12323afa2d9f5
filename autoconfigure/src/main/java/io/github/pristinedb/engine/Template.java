package io.github.pristinedb.engine;

/**
 * An immutable, fully migrated and seeded database.
 *
 * @param fingerprint what decided its content
 * @param image the database
 * @param facts what is known of its build
 */
public record Template(Fingerprint fingerprint, Image image, TemplateFacts facts) {

}
