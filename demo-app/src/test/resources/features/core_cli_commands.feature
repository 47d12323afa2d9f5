Feature: Core commands of the planner

  Every command starts the application, and with it the migration of the database, anew.
  So every command but the first one finds a database that an earlier command has filled.

  Background:
    Given an empty directory

  Scenario: Initialise a project
    When I run "init"
    Then the command succeeds
    And the output contains "Initialised project"
    And the project has a database

  Scenario: Initialising twice without --force is refused
    Given I ran "init shop"
    When I run "init"
    Then the command is refused
    And the error contains "is project 'shop' already"
    And the error contains "Use --force to replace it"

  Scenario: A command outside a project is refused
    When I run "status"
    Then the command is refused
    And the error contains "There is no project in"
    And the error contains "Run 'planner init' there"
    And the directory is empty

  Scenario: Force the reinitialisation of a project
    Given a file "notes.md" with the text "A shop sells things."
    And I ran "init shop"
    And I ran "context add notes.md"
    And I ran "tell Open the shop"
    When I run "init --force market"
    Then the command succeeds
    And the output contains "Reinitialised project 'market'"
    And "context list" prints "The context is empty."
    And "plan list" prints "The project has no plans."

  Scenario: Show the status of a project
    Given a file "notes.md" with the text "A shop sells things."
    And I ran "init shop"
    And I ran "context add notes.md"
    And I ran "tell Open the shop"
    When I run "status"
    Then the command succeeds
    And the output is
      """
      Project:      shop
      User:         ann (admin)
      Context:      1 file, 20 bytes
      Plans:        1
      Current plan: 1  draft, 0 of 0 steps done  Open the shop
      """

  Scenario: Add context files
    Given a file "notes.md" with the text "A shop sells things."
    And a file "docs/prices.md" with the text "Things cost 3 €."
    And I ran "init shop"
    When I run "context add notes.md docs/prices.md"
    Then the command succeeds
    And the output is
      """
      Added notes.md
      Added docs/prices.md
      """
    And "status" prints "2 files, 38 bytes"

  Scenario: Adding a missing file is refused
    Given a file "notes.md" with the text "A shop sells things."
    And I ran "init shop"
    When I run "context add notes.md missing.md"
    Then the command is refused
    And the error contains "missing.md does not exist. No file was added."
    And "context list" prints "The context is empty."

  Scenario: List the context files
    Given a file "notes.md" with the text "A shop sells things."
    And a file "docs/prices.md" with the text "Things cost 3 €."
    And I ran "init shop"
    And I ran "context add notes.md docs/prices.md"
    When I run "context list"
    Then the command succeeds
    And the output is
      """
      docs/prices.md  18 bytes  a11f39c7cb73
      notes.md  20 bytes  1e8b43935261
      """

  Scenario: Clear the context
    Given a file "notes.md" with the text "A shop sells things."
    And I ran "init shop"
    And I ran "context add notes.md"
    When I run "context clear"
    Then the command succeeds
    And the output is "Removed 1 file from the context."
    And "context list" prints "The context is empty."
    And the file "notes.md" exists

  Scenario: Tell a plan
    Given I ran "init shop"
    When I run "plan tell Paint the walls; hang the sign, then open the door."
    Then the command succeeds
    And the output is "Created plan 1."
    And "plan current" prints "1  draft, 0 of 0 steps done  Paint the walls; hang the sign, then open the door."

  Scenario: Build a plan
    Given I ran "init shop"
    And I ran "plan tell Paint the walls; hang the sign, then open the door."
    When I run "plan build"
    Then the command succeeds
    And the output is "Built plan 1 with 3 steps."
    And "plan current" prints "[ ] 2. hang the sign"

  Scenario: Apply a plan
    Given a file "notes.md" with the text "A shop sells things."
    And I ran "init shop"
    And I ran "context add notes.md"
    And I ran "plan tell Paint the walls; hang the sign"
    And I ran "plan build"
    When I run "plan apply"
    Then the command succeeds
    And the output contains "Applied plan 1: 2 steps done"
    And the file "plans/1/01.md" contains "Paint the walls"
    And the file "plans/1/02.md" contains "- notes.md"
    And "plan current" prints "[x] 2. hang the sign"

  Scenario: List the plans
    Given I ran "init shop"
    And I ran "plan tell Paint the walls; hang the sign"
    And I ran "plan build"
    And I ran "plan tell Open the door"
    When I run "plan list"
    Then the command succeeds
    And the output is
      """
      1  built, 0 of 2 steps done  Paint the walls; hang the sign
      2  draft, 0 of 0 steps done  Open the door
      """

  Scenario: Show the current plan
    Given I ran "init shop"
    And I ran "plan tell Paint the walls"
    And I ran "plan tell Hang the sign; open the door"
    And I ran "plan build"
    When I run "plan current"
    Then the command succeeds
    And the output is
      """
      2  built, 0 of 2 steps done  Hang the sign; open the door
        [ ] 1. Hang the sign
        [ ] 2. open the door
      """

  Scenario: Use the shortcuts of the plan commands
    Given I ran "init shop"
    When I run "tell Paint the walls; hang the sign"
    Then the output is "Created plan 1."
    When I run "build"
    Then the output is "Built plan 1 with 2 steps."
    When I run "apply"
    Then the output contains "Applied plan 1: 2 steps done"
    And "plan list" prints "1  applied, 2 of 2 steps done"
