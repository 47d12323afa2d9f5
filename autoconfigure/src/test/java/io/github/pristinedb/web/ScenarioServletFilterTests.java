package io.github.pristinedb.web;

import java.io.IOException;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ScenarioServletFilter}.
 */
class ScenarioServletFilterTests {

	private final ScenarioServletFilter filter = new ScenarioServletFilter();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final Scope scope = ScopesAtOnce.scope("a");

	@Test
	void threadIsUnboundAfterAHandlerThatThrows() throws Exception {
		this.request.addHeader(ScenarioHeader.NAME, this.scope.id());
		whileItRuns(() -> {
			assertThatIllegalStateException().isThrownBy(() -> handle((request, response) -> {
				assertThat(ScopeBinding.current()).isSameAs(this.scope);
				throw new IllegalStateException("of the test");
			}));
			assertThat(ScopeBinding.current()).isNull();
		});
	}

	@Test
	void forwardInsideARequestLeavesItBound() throws Exception {
		this.request.addHeader(ScenarioHeader.NAME, this.scope.id());
		whileItRuns(() -> {
			handle((request, response) -> {
				handle((forwarded, sameResponse) -> assertThat(ScopeBinding.current()).isSameAs(this.scope));
				assertThat(ScopeBinding.current()).isSameAs(this.scope);
			});
			assertThat(ScopeBinding.current()).isNull();
		});
	}

	@Test
	void dispatchAfterTheScenariosEndWorksForTheEndedScenario() throws Exception {
		this.request.addHeader(ScenarioHeader.NAME, this.scope.id());
		whileItRuns(() -> handle((request, response) -> {
		}));
		ScopesAtOnce.unbound(() -> {
			handle((request, response) -> assertThat(ScopeBinding.current()).isSameAs(this.scope));
			return true;
		});
	}

	@Test
	void requestWithoutTheHeaderIsUnbound() throws Exception {
		whileItRuns(() -> handle((request, response) -> assertThat(ScopeBinding.current()).isNull()));
	}

	@Test
	void requestThatComesAfterItsScenarioIsBoundToNoOther() throws Exception {
		String id = ScopesAtOnce.ended().id();
		this.request.addHeader(ScenarioHeader.NAME, id);
		whileItRuns(() -> handle((request, response) -> assertThat(ScopeBinding.current()).isNotNull()
			.satisfies((scope) -> assertThat(scope.id()).isEqualTo(id))));
	}

	@Test
	void requestThatNamesAnotherJvmsScenarioIsUnbound() throws Exception {
		this.request.addHeader(ScenarioHeader.NAME, "another-1");
		whileItRuns(() -> handle((request, response) -> assertThat(ScopeBinding.current()).isNull()));
	}

	private void handle(FilterChain chain) {
		try {
			this.filter.doFilter(this.request, new MockHttpServletResponse(), chain);
		}
		catch (IOException | ServletException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Do work on an unbound thread while another thread runs the scenario.
	 */
	private void whileItRuns(Runnable work) throws Exception {
		ScopesAtOnce.unbound(() -> ScopesAtOnce.in(this.scope, () -> ScopesAtOnce.unbound(() -> {
			work.run();
			return true;
		})));
	}

}
