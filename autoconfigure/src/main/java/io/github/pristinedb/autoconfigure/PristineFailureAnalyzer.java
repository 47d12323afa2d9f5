package io.github.pristinedb.autoconfigure;

import io.github.pristinedb.error.PristineException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what is wrong with a database, and what to do.
 */
class PristineFailureAnalyzer extends AbstractFailureAnalyzer<PristineException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PristineException cause) {
		return new FailureAnalysis(cause.getDescription(), cause.getAction(), cause);
	}

}
