@rest
Feature: Reports over HTTP

  A report is written in the background, on another thread than that of the request.

  Background:
    Given a project "shop"

  Scenario: Ask for a report
    When I ask for a report
    Then the answer is 202
    And it is to be found at "/projects/1/reports/1"
    When I wait until it is written
    Then the report 1 says
      """
      # shop

      ## Members

      - ann (admin)

      ## Context

      None.

      ## Plans

      None.
      """

  Scenario: A report tells of the project's state
    Given "bob" is a planner of it
    And I add the context files
      | path     | content              |
      | notes.md | A shop sells things. |
    And an applied plan "Paint the walls; hang the sign"
    And a plan "Open the door"
    When I ask for a report
    And I wait until it is written
    Then the report 1 says
      """
      # shop

      ## Members

      - ann (admin)
      - bob (planner)

      ## Context

      - notes.md, bytes: 20

      ## Plans

      1. applied, 2 of 2 steps done: Paint the walls; hang the sign
      2. draft, 0 of 0 steps done: Open the door
      """

  Scenario Outline: Each report tells of its own project alone
    Given a plan "<instruction>"
    And a written report
    Then the report 1 says
      """
      # shop

      ## Members

      - ann (admin)

      ## Context

      None.

      ## Plans

      1. draft, 0 of 0 steps done: <instruction>
      """

    Examples:
      | instruction     |
      | Paint the walls |
      | Hang the sign   |
      | Open the door   |

  Scenario: Reports are numbered within their project
    Given a written report
    And a written report
    And a project "market"
    And I act as "ann"
    When I ask for a report
    And I wait until it is written
    Then the reports are
      | number | state | requestedBy |
      | 1      | done  | ann         |

  Scenario: A report that cannot be written is given up
    Given plans cannot be read any more
    When I ask for a report
    And I wait until it is given up
    And I ask for the text of the report 1
    Then it is refused with 409: "Report 1 could not be written"

  Scenario: A report that does not exist is not found
    When I ask for the report 1
    Then it is refused with 404: "The project has no report 1."
    And there are no reports

  Scenario: A stranger gets no report
    Given a written report
    And I act as "eve"
    When I ask for a report
    Then it is refused with 403: "User 'eve' is not a member"
    When I ask for the text of the report 1
    Then it is refused with 403: "User 'eve' is not a member"
