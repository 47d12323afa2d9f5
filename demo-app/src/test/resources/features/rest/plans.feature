@rest
Feature: Plans over HTTP

  Background:
    Given a project "shop"

  Scenario: There are no plans at the start
    Then there are no plans
    When I ask for the plan "current"
    Then it is refused with 404: "The project has no plan yet"

  Scenario: Tell a plan
    When I tell "Paint the walls; hang the sign"
    Then the answer is 201
    And it is to be found at "/projects/1/plans/1"
    And the answer has
      | id | number | state | createdBy | stepCount |
      | 1  | 1      | draft | ann       | 0         |

  Scenario: Build a plan
    Given a plan "Paint the walls; hang the sign"
    When I build the plan
    Then the answer is 200
    And its steps are
      | position | description     | done  |
      | 1        | Paint the walls | false |
      | 2        | hang the sign   | false |

  Scenario: Apply a plan
    Given a built plan "Paint the walls; hang the sign"
    And I add the context files
      | path     | content              |
      | notes.md | A shop sells things. |
    When I apply the plan
    Then the answer is 200
    And the answer has
      | plan.number | plan.state | plan.doneCount |
      | 1           | applied    | 2              |
    And the result of step 2 is
      """
      # Plan 1, step 2 of 2

      hang the sign

      Context:

      - notes.md

      """

  Scenario: List the plans
    Given an applied plan "Paint the walls; hang the sign"
    And a built plan "Open the door"
    And a plan "Close the door"
    Then the plans are
      | id | number | state   | stepCount | doneCount | instruction                    |
      | 1  | 1      | applied | 2         | 2         | Paint the walls; hang the sign |
      | 2  | 2      | built   | 1         | 0         | Open the door                  |
      | 3  | 3      | draft   | 0         | 0         | Close the door                 |

  Scenario: The last plan is the current one
    Given a plan "Paint the walls"
    And a built plan "Hang the sign"
    When I ask for the plan "current"
    Then the answer has
      | plan.number | plan.state |
      | 2           | built      |
    When I ask for the plan "1"
    Then the answer has
      | plan.number | plan.state |
      | 1           | draft      |

  Scenario: Each project numbers its own plans
    Given a plan "Paint the walls"
    And a project "market"
    And a plan "Buy a tent"
    Then the plans are
      | id | number | instruction |
      | 2  | 1      | Buy a tent  |

  Scenario: What cannot be done as things are is refused
    When I build the plan
    Then it is refused with 404: "The project has no plan yet"
    Given a plan "Paint the walls"
    When I apply the plan
    Then it is refused with 409: "Plan 1 has no steps yet"
    When I build the plan
    And I build the plan
    Then it is refused with 409: "Plan 1 is built already"
    When I apply the plan
    And I apply the plan
    Then it is refused with 409: "Plan 1 is applied already"

  Scenario: A plan without an instruction is refused
    When I tell "  "
    Then it is refused with 400: "The instruction is empty"
    And there are no plans

  Scenario: A plan that does not exist is not found
    Given a plan "Paint the walls"
    When I ask for the plan "2"
    Then it is refused with 404: "The project has no plan 2."
