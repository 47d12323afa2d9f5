@rest @pristine-feature
Feature: Another project

  It runs beside the other feature and has a database of its own.

  Scenario: A project is created
    Given there are no projects
    When I create the project "library"
    Then the answer is 201

  Scenario: It is the only one
    Then the projects are
      | id | name    |
      | 1  | library |
