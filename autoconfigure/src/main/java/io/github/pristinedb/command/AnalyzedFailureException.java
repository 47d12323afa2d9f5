package io.github.pristinedb.command;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/**
 * A context does not start, and it is known why.
 */
final class AnalyzedFailureException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	AnalyzedFailureException(FailureAnalysis analysis, Throwable failure) {
		super(message(analysis.getDescription(), analysis.getAction()), failure);
	}

	private static String message(String description, @Nullable String action) {
		return StringUtils.hasText(action) ? description.strip() + "\n\n" + action.strip() : description.strip();
	}

}
