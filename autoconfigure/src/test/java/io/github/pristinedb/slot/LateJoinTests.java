package io.github.pristinedb.slot;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LateJoin}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("Spring did not call Pristine's listener")
class LateJoinTests {

	@Test
	void firstTestThatNobodyJoinedIsToldWhatItMisses(CapturedOutput output) {
		StaticApplicationContext context = new StaticApplicationContext();
		context.refresh();
		LateJoin lateJoin = new LateJoin();
		for (String name : new String[] { "OrderTests.first", "OrderTests.second" }) {
			Scope scope = new Scope(Scope.Kind.SCENARIO, name);
			lateJoin.join(scope, context);
			assertThat(scope.isIn(context)).isTrue();
		}
		assertThat(output).contains("'OrderTests.first' uses a database")
			.contains("mergeMode = MERGE_WITH_DEFAULTS")
			.doesNotContain("OrderTests.second");
	}

	/**
	 * The TestContext framework closes a context on the thread of the class that has
	 * taken the last place in its cache.
	 */
	@Test
	void contextThatIsClosedOnTheThreadOfAnotherClassUsesItsOwnDatabase() {
		List<String> asked = new ArrayList<>();
		AnnotationConfigApplicationContext closed = new AnnotationConfigApplicationContext();
		Scope other = new Scope(Scope.Kind.TEST_CLASS, "OtherTests");
		closed.registerBean("closing", DisposableBean.class, () -> () -> {
			asked.add(String.valueOf(ScopeBinding.resolve(closed, (stranger) -> asked.add("stranger"))));
			asked.add(String.valueOf(ScopeBinding.guess(closed)));
		});
		closed.refresh();
		ScopeBinding.start(other);
		try {
			assertThat(ScopeBinding.resolve(closed, (stranger) -> {
			})).isSameAs(other);
			closed.close();
		}
		finally {
			ScopeBinding.end(other, false);
		}
		assertThat(asked).containsExactly("null", "null");
	}

}
