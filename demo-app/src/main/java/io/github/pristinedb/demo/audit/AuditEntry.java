package io.github.pristinedb.demo.audit;

import java.time.Instant;

/**
 * A line of the audit log.
 *
 * @param user name of the user who acted
 * @param action what was done
 * @param detail what it was done to
 * @param happenedAt when
 */
public record AuditEntry(String user, AuditAction action, String detail, Instant happenedAt) {
}
