@rest
Feature: Plans that fail on purpose

  Background:
    Given a project "shop"

  Scenario: Build a plan of three steps
    Given a plan "Paint the walls; hang the sign"
    When I build the plan
    Then the answer is 200
    And its steps are
      | position | description     | done  |
      | 1        | Paint the walls | false |
      | 2        | hang the sign   | false |
      | 3        | open the door   | false |
