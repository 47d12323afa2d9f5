@rest
Feature: What scenarios did, for Cucumber's own reports

  Scenario: Pass
    Given a project "quay"

  Scenario: Fail
    Given a project "harbour"
    Then the answer is 418

  Scenario: Have a step that nobody has written
    Given a project "street"
    Then the street is as long as the day
