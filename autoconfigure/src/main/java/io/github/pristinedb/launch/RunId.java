package io.github.pristinedb.launch;

import java.util.List;
import java.util.Objects;

import org.springframework.util.StringUtils;

/**
 * The run of a CI system that shards and their merge are of: what {@code pristine.run-id}
 * says, else what the CI system says. It is the same on all machines, also on one that
 * repeats what failed.
 */
public final class RunId {

	/**
	 * Nothing says which run it is.
	 */
	public static final String UNKNOWN = "";

	private static final List<String> CI_SYSTEMS = List.of(
			// GitHub Actions, and those that take after them.
			"GITHUB_RUN_ID",
			// GitLab.
			"CI_PIPELINE_ID",
			// CircleCI, whose workflow is another one when what failed is repeated.
			"CIRCLE_WORKFLOW_WORKSPACE_ID",
			// Buildkite.
			"BUILDKITE_BUILD_ID",
			// Azure Pipelines.
			"BUILD_BUILDID",
			// Jenkins.
			"BUILD_TAG");

	private RunId() {
	}

	/**
	 * The run that this process is part of.
	 * @return the run, or {@link #UNKNOWN}
	 */
	public static String ofThisProcess() {
		return of(LaunchSettings.of(null));
	}

	static String of(LaunchSettings settings) {
		String configured = settings.get("pristine.run-id");
		if (configured != null) {
			return configured;
		}
		return CI_SYSTEMS.stream()
			.map(settings.environment()::get)
			.filter(Objects::nonNull)
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse(UNKNOWN);
	}

}
