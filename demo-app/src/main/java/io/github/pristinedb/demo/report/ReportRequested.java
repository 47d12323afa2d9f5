package io.github.pristinedb.demo.report;

/**
 * Somebody asked for a report, and it is to be written.
 *
 * @param projectId the project
 * @param number the report's number in the project
 * @param user name of the user who asked for it
 */
record ReportRequested(long projectId, int number, String user) {
}
