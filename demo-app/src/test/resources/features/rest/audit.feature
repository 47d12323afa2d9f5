@rest
Feature: The audit log over HTTP

  What leaves the application, a report or the result of a step, is in the log once its
  transaction is committed, and never if it is rolled back.

  Background:
    Given a project "shop"

  Scenario: The log starts with the project
    Then the audit log is
      | ann | PROJECT_CREATED | shop |

  Scenario: What is published is in the log after the commit
    Given an applied plan "Paint the walls; hang the sign"
    Then the audit log is
      | ann | PROJECT_CREATED | shop           |
      | ann | PLAN_TOLD       | plan 1         |
      | ann | PLAN_BUILT      | plan 1         |
      | ann | PLAN_APPLIED    | plan 1         |
      | ann | STEP_PUBLISHED  | plan 1, step 1 |
      | ann | STEP_PUBLISHED  | plan 1, step 2 |

  Scenario: What is refused is not in the log
    Given a plan "Paint the walls; hang the sign"
    When I apply the plan
    Then it is refused with 409: "Plan 1 has no steps yet"
    And the audit log is
      | ann | PROJECT_CREATED | shop   |
      | ann | PLAN_TOLD       | plan 1 |

  Scenario: A report is in the log when it is asked for and when it is written
    Given a written report
    Then the audit log is
      | ann | PROJECT_CREATED  | shop     |
      | ann | REPORT_REQUESTED | report 1 |
      | ann | REPORT_WRITTEN   | report 1 |

  Scenario: The log tells who did it
    Given "bob" is a planner of it
    And I act as "bob"
    And I add the context files
      | path     | content |
      | notes.md | text    |
    And I clear the context
    And an applied plan "Open the shop"
    Then the audit log is
      | ann | PROJECT_CREATED | shop           |
      | ann | MEMBER_ADDED    | bob (planner)  |
      | bob | CONTEXT_ADDED   | notes.md       |
      | bob | CONTEXT_CLEARED | files: 1       |
      | bob | PLAN_TOLD       | plan 1         |
      | bob | PLAN_BUILT      | plan 1         |
      | bob | PLAN_APPLIED    | plan 1         |
      | bob | STEP_PUBLISHED  | plan 1, step 1 |

  Scenario: Each project has a log of its own
    Given a project "market"
    And a plan "Buy a tent"
    Then the audit log is
      | ann | PROJECT_CREATED | market |
      | ann | PLAN_TOLD       | plan 1 |
    And the audit logs of all projects have 3 entries
