package io.github.pristinedb.evidence;

import io.github.pristinedb.files.WholeFile;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Publishes the explanation of a failed JUnit test as a report entry and as a file, where
 * reports such as Open Test Reporting find it; that of one that passes too, if all are
 * told. Found by Jupiter through {@link java.util.ServiceLoader}, if
 * {@link ExtensionDetection} lets it look.
 */
public final class FailurePublisher implements AfterTestExecutionCallback, AfterEachCallback {

	/**
	 * At the failure: before anything is cleaned up, or rolled back.
	 */
	@Override
	public void afterTestExecution(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			publish(context);
			return;
		}
		Scope scope = ScopeBinding.current();
		if (scope != null && scope.isJoined()) {
			publish(context, "pristine.txt", ScenarioEvidence.describeNow(scope));
		}
	}

	/**
	 * A test may also fail before or after its method.
	 */
	@Override
	public void afterEach(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			publish(context);
		}
	}

	private static void publish(ExtensionContext context) {
		Scope scope = ScopeBinding.current();
		if (scope != null) {
			publish(context, "pristine-failure.txt", ScenarioEvidence.explainNow(scope));
		}
	}

	private static void publish(ExtensionContext context, String name, @Nullable String text) {
		if (text != null) {
			context.publishReportEntry("pristine", text);
			context.publishFile(name, MediaType.TEXT_PLAIN_UTF_8, (file) -> WholeFile.write(file, text));
		}
	}

}
