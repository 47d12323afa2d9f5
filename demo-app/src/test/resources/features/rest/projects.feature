@rest
Feature: Projects over HTTP

  Every scenario finds a server without any project.

  Scenario: There are no projects at the start
    Then there are no projects

  Scenario: Create a project
    When I create the project "shop"
    Then the answer is 201
    And it is to be found at "/projects/1"
    And the projects are
      | id | name |
      | 1  | shop |

  Scenario Outline: The first project has the number 1, whoever creates it
    Given I act as "<user>"
    And a project "<name>"
    Then the projects are
      | id | name   |
      | 1  | <name> |
    And the members are
      | user   | role  |
      | <user> | admin |

    Examples:
      | user | name   |
      | ann  | shop   |
      | bob  | shop   |
      | cid  | market |
      | dot  | market |

  Scenario: Projects are listed in the order in which they were created
    Given a project "shop"
    And a project "market"
    And a project "bakery"
    Then the projects are
      | id | name   |
      | 1  | shop   |
      | 2  | market |
      | 3  | bakery |

  Scenario: A name that is taken is refused
    Given a project "shop"
    When I create the project "shop"
    Then it is refused with 409: "There is a project 'shop' already"
    And the projects are
      | id | name |
      | 1  | shop |

  Scenario: A project without a name is refused
    When I create the project " "
    Then it is refused with 400: "A project needs a name."
    When I create a project and forget its name
    Then it is refused with 400: "The property 'name' of the body is missing"
    And there are no projects

  Scenario: A project that does not exist is not found
    Given a project "shop"
    When I ask for the project "2"
    Then it is refused with 404: "There is no project 2."
    When I ask for the project "shop"
    Then it is refused with 400: "Failed to convert 'project'"

  Scenario: Show a project
    Given a project "shop"
    When I ask for the project "1"
    Then the answer is 200
    And the answer has
      | id | name |
      | 1  | shop |
