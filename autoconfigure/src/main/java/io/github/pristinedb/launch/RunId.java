package io.github.pristinedb.launch;

import java.util.List;
import java.util.Objects;

import org.springframework.util.StringUtils;

/**
 * The run of a CI system to which shards and their merge belong. {@code pristine.run-id}
 * outranks the variables of the CI system. The id is the same on all machines, and in
 * repetitions of failed jobs.
 */
public final class RunId {

	/**
	 * The run is unknown.
	 */
	public static final String UNKNOWN = "";

	private static final List<String> CI_SYSTEMS = List.of(
			// GitHub Actions, Forgejo, Gitea.
			"GITHUB_RUN_ID",
			// GitLab.
			"CI_PIPELINE_ID",
			// CircleCI. The id of the workflow changes when failed jobs are repeated.
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
