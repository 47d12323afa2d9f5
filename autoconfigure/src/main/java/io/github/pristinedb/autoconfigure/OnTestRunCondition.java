package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.scope.TestRun;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether tests run in this JVM.
 */
class OnTestRunCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean begun = TestRun.hasBegun();
		return new ConditionOutcome(begun, ConditionMessage.forCondition("Pristine")
			.because(begun ? "tests run in this JVM" : "no test runs in this JVM"));
	}

}
