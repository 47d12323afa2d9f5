package io.github.pristinedb.slot;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
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

}
