package io.github.pristinedb.evidence;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExtensionDetection}.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ExtensionDetectionTests {

	private final Properties before = new Properties();

	@BeforeEach
	void forget() {
		this.before.putAll(System.getProperties());
		System.clearProperty(ExtensionDetection.ENABLED);
		System.clearProperty(ExtensionDetection.INCLUDE);
	}

	@AfterEach
	void restore() {
		System.setProperties(this.before);
	}

	@Test
	void onlyPristinesExtensionIsLookedFor() {
		start(Map.of());
		assertThat(System.getProperty(ExtensionDetection.ENABLED)).isEqualTo("true");
		assertThat(System.getProperty(ExtensionDetection.INCLUDE)).isEqualTo(FailurePublisher.class.getName());
	}

	@Test
	void configurationOfTheUserCounts() {
		for (String key : new String[] { ExtensionDetection.ENABLED, ExtensionDetection.INCLUDE,
				ExtensionDetection.EXCLUDE }) {
			start(Map.of(key, "false"));
			assertThat(System.getProperty(ExtensionDetection.ENABLED)).isNull();
		}
	}

	private static void start(Map<String, String> parameters) {
		new ExtensionDetection().launcherDiscoveryStarted(LauncherDiscoveryRequestBuilder.request()
			.enableImplicitConfigurationParameters(false)
			.configurationParameters(parameters)
			.build());
	}

}
