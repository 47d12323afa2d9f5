Feature: Errors

  Scenario: Before
    When it works for 1 ms

  Scenario: Stack
    When it recurses for ever

  Scenario: Strange
    When it breaks in a way that nobody knows

  Scenario: Between
    When it works for 1 ms

  @memory
  Scenario: Memory
    When it wants more memory than there is

  Scenario: After
    When it works for 1 ms
