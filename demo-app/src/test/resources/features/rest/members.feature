@rest
Feature: Members over HTTP

  Background:
    Given a project "shop"

  Scenario: The roles come from the migration
    Then the roles are "admin, planner, viewer"

  Scenario: Whoever creates a project is its admin
    Then the members are
      | user | role  |
      | ann  | admin |

  Scenario: Add members
    When I make "cid" a viewer of it
    And I make "bob" a planner of it
    Then the members are
      | user | role    |
      | ann  | admin   |
      | bob  | planner |
      | cid  | viewer  |

  Scenario: Change the role of a member
    Given "bob" is a viewer of it
    When I make "bob" an admin of it
    Then the members are
      | user | role  |
      | ann  | admin |
      | bob  | admin |

  Scenario: The only admin stays admin
    When I make "ann" a viewer of it
    Then it is refused with 409: "the project's only admin"
    And the members are
      | user | role  |
      | ann  | admin |

  Scenario: A role that does not exist is refused
    When I make "bob" a king of it
    Then it is refused with 400: "The property 'role' of the body is missing or of the wrong kind."

  Scenario: A viewer may look, and no more
    Given "bob" is a viewer of it
    And I act as "bob"
    When I make "cid" a viewer of it
    Then it is refused with 403: "this needs the role admin"
    When I tell "Open the shop"
    Then it is refused with 403: "this needs the role planner"
    And there are no plans

  Scenario: A stranger may not even look
    Given I act as "eve"
    When I ask for the members
    Then it is refused with 403: "Its members are ann (admin)"

  Scenario: Nobody is a member of a project that does not exist
    Given I am in the project 2
    When I ask for the members
    Then it is refused with 404: "There is no project 2."
