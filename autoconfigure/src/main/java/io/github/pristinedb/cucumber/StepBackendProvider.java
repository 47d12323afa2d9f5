package io.github.pristinedb.cucumber;

import java.util.function.Supplier;

import io.cucumber.core.backend.Backend;
import io.cucumber.core.backend.BackendProviderService;
import io.cucumber.core.backend.Container;
import io.cucumber.core.backend.Lookup;

/**
 * Found by Cucumber through {@link java.util.ServiceLoader}, once for each of its
 * runners.
 */
public final class StepBackendProvider implements BackendProviderService {

	@Override
	public Backend create(Lookup lookup, Container container, Supplier<ClassLoader> classLoader) {
		return new StepBackend();
	}

}
