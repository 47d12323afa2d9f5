package io.github.pristinedb.autoconfigure;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether {@code pristine.template.seed} names a script, as a list or as a text.
 */
class OnSeedScriptsCondition extends SpringBootCondition {

	private static final String PROPERTY = "pristine.template.seed";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<String> scripts = Binder.get(context.getEnvironment())
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElseGet(List::of);
		return new ConditionOutcome(!scripts.isEmpty(), ConditionMessage.forCondition(PROPERTY)
			.because(scripts.isEmpty() ? "names no script" : "names " + scripts.size()));
	}

}
