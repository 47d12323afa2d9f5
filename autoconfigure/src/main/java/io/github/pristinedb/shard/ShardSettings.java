package io.github.pristinedb.shard;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.ModuleDirectory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The settings of shards. {@code pristine.shard} outranks the variables of the CI system.
 */
final class ShardSettings {

	private static final Log logger = LogFactory.getLog(ShardSettings.class);

	private static final String SHARD = "pristine.shard";

	private static final String TOTAL = "pristine.shard-total";

	// The Downward API of Kubernetes has the index of a pod, but not the number of pods.
	private static final String KUBERNETES_INDEX = "JOB_COMPLETION_INDEX";

	private static final List<CiVariables> CI_SYSTEMS = List.of(
			new CiVariables("GitLab", "CI_NODE_INDEX", 1, "CI_NODE_TOTAL"),
			new CiVariables("CircleCI", "CIRCLE_NODE_INDEX", 0, "CIRCLE_NODE_TOTAL"),
			new CiVariables("Buildkite", "BUILDKITE_PARALLEL_JOB", 0, "BUILDKITE_PARALLEL_JOB_COUNT"),
			new CiVariables("Azure Pipelines", "SYSTEM_JOBPOSITIONINPHASE", 1, "SYSTEM_TOTALJOBSINPHASE"));

	private final LaunchSettings settings;

	ShardSettings(LaunchSettings settings) {
		this.settings = settings;
	}

	/**
	 * The shard of this JVM.
	 * @return the shard, {@code null} if all tests run here
	 * @throws ShardException if the setting is no shard
	 */
	@Nullable Shard shard() {
		String value = this.settings.get(SHARD);
		if (value != null) {
			return value.equalsIgnoreCase("off") ? null
					: part(Shard.parse(value, "the value '" + value + "' of " + SHARD));
		}
		for (CiVariables system : CI_SYSTEMS) {
			Shard shard = system.shard(this.settings.environment());
			if (shard != null) {
				return part(shard);
			}
		}
		return part(kubernetes());
	}

	private @Nullable Shard kubernetes() {
		String index = this.settings.environment().get(KUBERNETES_INDEX);
		String total = this.settings.get(TOTAL);
		if (!StringUtils.hasText(index)) {
			return null;
		}
		if (total == null) {
			logger.warn(KUBERNETES_INDEX + " is " + index
					+ ", but the number of pods is unknown: all tests run here. Set PRISTINE_SHARD_TOTAL to the completions of the job, or PRISTINE_SHARD to 'off'.");
			return null;
		}
		return new CiVariables("Kubernetes", KUBERNETES_INDEX, 0, TOTAL)
			.shard(Map.of(KUBERNETES_INDEX, index, TOTAL, total));
	}

	private static @Nullable Shard part(@Nullable Shard shard) {
		return (shard != null && shard.isPart()) ? shard : null;
	}

	/**
	 * Whether the tests of a class with shared state may run in several shards.
	 * @return whether they may
	 */
	boolean isByTest() {
		String value = this.settings.get("pristine.shard-by");
		return switch ((value != null) ? value.toLowerCase(Locale.ROOT) : "class") {
			case "class" -> false;
			case "test" -> true;
			default -> throw new ShardException("The property pristine.shard-by is '" + value + "'.",
					"Set it to 'class', which keeps classes with a @BeforeAll or the like in one piece, or to 'test'.",
					null);
		};
	}

	/**
	 * The file with the timings of earlier runs.
	 * @return the path, relative to the {@linkplain ModuleDirectory directory of the
	 * module} unless it is absolute
	 */
	String timings() {
		String value = this.settings.get("pristine.timings");
		return (value != null) ? value : Timings.DEFAULT_FILE;
	}

	/**
	 * The environment variables of a CI system that number the jobs of a step.
	 *
	 * @param system the CI system's name
	 * @param index the variable with the number of the job
	 * @param first the first job's index
	 * @param total the variable with the number of jobs
	 */
	private record CiVariables(String system, String index, int first, String total) {

		@Nullable Shard shard(Map<String, String> environment) {
			String index = environment.get(this.index);
			String total = environment.get(this.total);
			if (!StringUtils.hasText(index) || !StringUtils.hasText(total)) {
				return null;
			}
			String origin = this.index + "=" + index + " and " + this.total + "=" + total + " (" + this.system + ")";
			try {
				return new Shard(Integer.parseInt(index.strip()) + 1 - this.first, Integer.parseInt(total.strip()),
						origin);
			}
			catch (NumberFormatException ex) {
				throw Shard.bad(origin, ex);
			}
		}

	}

}
