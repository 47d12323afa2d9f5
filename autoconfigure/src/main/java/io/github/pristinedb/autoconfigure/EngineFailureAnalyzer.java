package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.engine.EngineException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with a database, and what to do.
 */
class EngineFailureAnalyzer extends AbstractFailureAnalyzer<EngineException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EngineException cause) {
		return new FailureAnalysis(cause.getDescription(), cause.getAction(), cause);
	}

}
