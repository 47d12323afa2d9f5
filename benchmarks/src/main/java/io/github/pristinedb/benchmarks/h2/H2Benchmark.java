package io.github.pristinedb.benchmarks.h2;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkedSection;
import io.github.pristinedb.benchmarks.PeerDatabase;
import io.github.pristinedb.benchmarks.TimedStep;
import io.github.pristinedb.scope.TestRun;
import org.h2.engine.Constants;

import org.springframework.util.FileSystemUtils;

/**
 * Measures what a scenario pays for its database on H2 in memory, and what other ways
 * cost, all in turn.
 */
public final class H2Benchmark {

	private static final int LARGE_ROWS = 50_000;

	private static final List<String> SMALL_TABLES = List.of("t1", "t2", "t3", "t21");

	private static final List<String> LARGE_TABLES = List.of("t11", "t16", "t12", "t3");

	private static final int WARM_UP = 5;

	private final Path directory;

	private final Options options;

	private H2Benchmark(Path directory, Options options) {
		this.directory = directory;
		this.options = options;
	}

	/**
	 * Run it.
	 * @param arguments the directory to work in, the document, the file for the figures
	 * in JSON, and the numbers of {@link Options}
	 * @param peer starts the other library's database
	 * @throws Exception if a step fails
	 */
	public static void run(String[] arguments, Peer peer) throws Exception {
		Path directory = Path.of(arguments[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Options options = new Options(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]),
				Integer.parseInt(arguments[5]));
		H2Figures figures = new H2Benchmark(directory, options).measure(peer);
		String text = Machine.current().describe("H2 " + Constants.VERSION, peer.library()) + ". Medians of "
				+ options.rounds() + " rounds (of " + options.wholeRounds() + " in the last table), in memory.\n\n"
				+ figures.text();
		System.out.println(text);
		Files.writeString(Path.of(arguments[2]), figures.json());
		new MarkedSection(Path.of(arguments[1]), "h2").write(text);
	}

	private H2Figures measure(Peer peer) throws Exception {
		H2Fixture small = H2Fixture.generate(this.directory.resolve("migrations"), 0);
		H2Fixture large = H2Fixture.generate(this.directory.resolve("large-migrations"), LARGE_ROWS);
		TestRun.begin();
		Map<String, Double> databases = databases(small, large, peer);
		Map<String, Double> templates = new LinkedHashMap<>();
		Map<String, Double> largeTemplates = new LinkedHashMap<>();
		try (TemplateSteps one = new TemplateSteps(small, this.directory.resolve("small"));
				TemplateSteps other = new TemplateSteps(large, this.directory.resolve("large"))) {
			templates.putAll(TimedStep.medians(WARM_UP, this.options.wholeRounds(), steps(one)));
			largeTemplates.putAll(TimedStep.medians(1, this.options.wholeRounds(), steps(other)));
		}
		return new H2Figures(databases, templates, largeTemplates);
	}

	private Map<String, Double> databases(H2Fixture small, H2Fixture large, Peer peer) throws Exception {
		try (DatabaseSteps others = new DatabaseSteps(small, this.directory, peer.start(small));
				ScenarioSteps scenarios = new ScenarioSteps(small, this.directory.resolve("scenarios"), SMALL_TABLES);
				ScenarioSteps largeScenarios = new ScenarioSteps(large, this.directory.resolve("large-scenarios"),
						LARGE_TABLES)) {
			List<TimedStep> handovers = List.of(new TimedStep(H2Figures.HANDOVER, () -> scenarios.handover(true)),
					new TimedStep(H2Figures.HANDOVER_READING, () -> scenarios.handover(false)),
					new TimedStep(H2Figures.HANDOVER_LARGE, () -> largeScenarios.handover(true)));
			// They are so short that the compiler has to know them first.
			TimedStep.medians(this.options.handoverWarmUp(), 0, handovers);
			List<TimedStep> steps = new ArrayList<>(handovers);
			steps.add(new TimedStep(H2Figures.MIGRATE, others::migrate));
			steps.add(new TimedStep(H2Figures.SCRIPT, others::runScript));
			steps.add(new TimedStep(H2Figures.DELETE_ALL, others::deleteAll));
			steps.add(new TimedStep(H2Figures.ZONKY_PREPARED, others.peer()::prepared));
			steps.add(new TimedStep(H2Figures.ZONKY, others.peer()::atOnce));
			return TimedStep.medians(WARM_UP, this.options.rounds(), steps);
		}
	}

	private static List<TimedStep> steps(TemplateSteps steps) {
		return List.of(new TimedStep(H2Figures.MIGRATE, steps::migrate), new TimedStep(H2Figures.BUILD, steps::build),
				new TimedStep(H2Figures.RESTORE, steps::restore),
				new TimedStep(H2Figures.RESTORE_KNOWN, steps::restoreKnown),
				new TimedStep(H2Figures.SCRIPT, steps::runScript), new TimedStep(H2Figures.IMAGE, steps::copyImage),
				new TimedStep(H2Figures.BACKUP, steps::restoreBackup));
	}

	/**
	 * How often steps run.
	 *
	 * @param rounds how many rounds count
	 * @param wholeRounds how many rounds count of those that make whole new databases
	 * @param handoverWarmUp how many rounds of handovers come before
	 */
	record Options(int rounds, int wholeRounds, int handoverWarmUp) {

	}

	/**
	 * Starts the database of another library.
	 */
	public interface Peer {

		/**
		 * Which library it is.
		 * @return its name and its version
		 */
		String library();

		/**
		 * Start its database.
		 * @param fixture the migrations
		 * @return the database
		 * @throws Exception if the library fails
		 */
		PeerDatabase start(H2Fixture fixture) throws Exception;

	}

}
