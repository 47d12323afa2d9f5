@rest
Feature: The context of a project over HTTP

  Background:
    Given a project "shop"

  Scenario: Add context files
    When I add the context files
      | path           | content              |
      | notes.md       | A shop sells things. |
      | docs/prices.md | Things cost 3 €.     |
    Then the answer is 200
    And the context files are
      | path           | bytes |
      | docs/prices.md | 18    |
      | notes.md       | 20    |

  Scenario: A file that is added again is replaced
    When I add the context files
      | path     | content |
      | notes.md | short   |
    And I add the context files
      | path     | content     |
      | notes.md | much longer |
    Then the context files are
      | path     | bytes |
      | notes.md | 11    |

  Scenario: A file without a path is refused, and the others with it
    When I add the context files
      | path     | content |
      | notes.md | text    |
      | [blank]  | text    |
    Then it is refused with 400: "A context file needs a path"
    And the context is empty

  Scenario: Clear the context
    When I add the context files
      | path     | content |
      | notes.md | text    |
      | more.md  | text    |
    And I clear the context
    Then the answer has
      | removed |
      | 2       |
    And the context is empty
