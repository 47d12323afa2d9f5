package io.github.pristinedb.demo.audit;

/**
 * Something that happens outside the database if the current transaction is committed,
 * and not at all otherwise. The audit log gets its entry after the commit.
 *
 * @param projectId the project that it happens in
 * @param user name of the user who acts
 * @param action what is done
 * @param detail what it is done to
 */
public record AuditEvent(long projectId, String user, AuditAction action, String detail) {
}
