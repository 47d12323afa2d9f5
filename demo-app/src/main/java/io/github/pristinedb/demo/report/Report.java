package io.github.pristinedb.demo.report;

import java.time.Instant;

/**
 * A report on a project.
 *
 * @param number its number in the project, from 1
 * @param state how far it has come
 * @param requestedBy name of the user who asked for it
 * @param requestedAt when
 */
public record Report(int number, ReportState state, String requestedBy, Instant requestedAt) {
}
