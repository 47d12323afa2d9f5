@rest @pristine-feature
Feature: A project and what comes after it

  The scenarios build on each other: each one goes on with the database that the one before has left.

  Scenario: A project is created
    Given there are no projects
    When I create the project "shop"
    Then the answer is 201

  Scenario: A second one is listed after it
    When I create the project "market"
    Then the projects are
      | id | name   |
      | 1  | shop   |
      | 2  | market |

  Scenario Outline: The names that earlier scenarios took are refused
    When I create the project "<name>"
    Then it is refused with 409: "There is a project '<name>' already"

    Examples:
      | name   |
      | shop   |
      | market |

  @pristine-database
  Scenario: A scenario that is isolated for itself starts where the feature did
    Then there are no projects

  Rule: A rule goes on with the story

    Scenario: A third project is listed last
      When I create the project "bakery"
      Then the projects are
        | id | name   |
        | 1  | shop   |
        | 2  | market |
        | 3  | bakery |
