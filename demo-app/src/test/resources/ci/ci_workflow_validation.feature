Feature: The CI workflow keeps templates from one run to the next

  The workflow is read from its file, and compared with what the starter does: with the directory that it keeps
  templates in, and with what their fingerprint is made of.

  Background:
    Given the CI workflow

  Scenario: Templates and downloads are kept
    Then it keeps the directory that templates are in
    And it keeps what Maven downloads

  Scenario: The key changes whenever the template does
    Then the key covers each file that the fingerprint is made of
    And the key covers, should they be there
      | demo-app/src/main/resources/db/migration/V999__new.sql             |
      | demo-app/src/main/resources/db/migration/later/R__new.sql          |
      | demo-app/src/main/resources/db/callback/afterMigrate.sql           |
      | demo-app/src/main/resources/db/seed/new.sql                        |
      | demo-app/src/main/java/db/migration/V999__New.java                 |
      | demo-app/src/main/resources/application.yml                        |
      | demo-app/src/test/resources/application-test.yml                   |
      | pom.xml                                                            |
      | demo-app/pom.xml                                                   |
    And the key does not cover
      | README.md                                                          |
      | demo-app/src/main/java/io/github/pristinedb/demo/cli/PlanCli.java  |
      | demo-app/src/test/resources/features/core_cli_commands.feature     |

  Scenario: The documentation says the same for other CI servers
    Then each of the 3 snippets of "docs/ci.md" keeps the same directory

  Scenario: A new migration finds the template before it
    Then the templates of earlier keys are restored

  Scenario: The workflow runs what the README says
    Then it runs each command that the README tells to try, on JDK 17 and 25
