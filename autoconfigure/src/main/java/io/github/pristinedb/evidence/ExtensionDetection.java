package io.github.pristinedb.evidence;

import java.util.Set;

import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Lets Jupiter look for Pristine's extension, and for no other one, unless the user's
 * configuration says what it looks for.
 */
public final class ExtensionDetection implements LauncherDiscoveryListener {

	static final String ENABLED = "junit.jupiter.extensions.autodetection.enabled";

	static final String INCLUDE = "junit.jupiter.extensions.autodetection.include";

	static final String EXCLUDE = "junit.jupiter.extensions.autodetection.exclude";

	@Override
	public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
		ConfigurationParameters parameters = request.getConfigurationParameters();
		if (Set.of(ENABLED, INCLUDE, EXCLUDE).stream().noneMatch((key) -> parameters.get(key).isPresent())) {
			System.setProperty(INCLUDE, FailurePublisher.class.getName());
			System.setProperty(ENABLED, "true");
		}
	}

}
