package io.github.pristinedb.demo.isolation;

import java.time.Clock;
import java.time.Instant;

import io.github.pristinedb.demo.DemoContext;
import io.github.pristinedb.demo.NeedsPristine;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * A mock makes a context of its own, whose singletons the tests share: so they run one
 * after the other, each with a database of its own.
 */
@DemoContext
@NeedsPristine
@Execution(ExecutionMode.SAME_THREAD)
class MockitoBeanTests {

	private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

	@MockitoBean
	private Clock clock;

	@Autowired
	private ProjectService projects;

	@BeforeEach
	void stopClock() {
		given(this.clock.instant()).willReturn(NEW_YEAR);
	}

	@RepeatedTest(2)
	void projectIsCreatedWhenTheMockSays() {
		this.projects.create("shop", "ann");
		assertThat(this.projects.list()).containsExactly(new Project(1, "shop", NEW_YEAR));
	}

}
