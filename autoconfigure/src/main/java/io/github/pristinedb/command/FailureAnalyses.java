package io.github.pristinedb.command;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * What Spring Boot and its extensions can say of a context that does not start: which
 * property is wrong, for example, where it is set, and what it may be. An application's
 * log has it too, but only if it is the application that starts the context.
 */
final class FailureAnalyses {

	private static final Log logger = LogFactory.getLog(FailureAnalyses.class);

	private final List<FailureAnalyzer> analyzers;

	/**
	 * Find the analyzers.
	 * @param context the context that did not start
	 */
	FailureAnalyses(ConfigurableApplicationContext context) {
		this.analyzers = SpringFactoriesLoader.forDefaultResourceLocation(context.getClassLoader())
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
						.and(Environment.class, context.getEnvironment()),
					// One for a library that is not there.
					(type, name, failure) -> logger.debug("The analyzer " + name + " cannot be used", failure));
	}

	/**
	 * What is known of a failure.
	 * @param failure why the context did not start
	 * @return the first analysis, or {@code null} if nobody knows more than the failure
	 * itself says
	 */
	@Nullable FailureAnalysis of(Throwable failure) {
		for (FailureAnalyzer analyzer : this.analyzers) {
			try {
				FailureAnalysis analysis = analyzer.analyze(failure);
				if (analysis != null) {
					return analysis;
				}
			}
			catch (RuntimeException | LinkageError ex) {
				logger.debug("The analyzer " + analyzer + " failed", ex);
			}
		}
		return null;
	}

}
