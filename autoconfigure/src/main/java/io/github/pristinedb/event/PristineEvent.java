package io.github.pristinedb.event;

/**
 * Something that happened in this run. Durations are in nanoseconds, as they were
 * measured.
 */
public sealed interface PristineEvent {

	/**
	 * A template was built.
	 *
	 * @param fingerprint the template's fingerprint
	 * @param migrations the number of migrations
	 * @param thread the name of the thread that built it
	 * @param nanos how long the build took, migration and all
	 */
	record TemplateBuilt(String fingerprint, int migrations, String thread, long nanos) implements PristineEvent {

	}

	/**
	 * A template was found in the cache.
	 *
	 * @param fingerprint the template's fingerprint
	 */
	record TemplateFound(String fingerprint) implements PristineEvent {

	}

	/**
	 * An application context of tests started.
	 *
	 * @param context the number of the context
	 * @param scenario the id of the scope that it started for, empty if for none
	 * @param name the readable name of that scope
	 * @param worker the number of the worker that started it, 0 if it is unknown
	 * @param thread the name of the thread that started it
	 * @param nanos how long the start took
	 */
	record ContextStarted(String context, String scenario, String name, int worker, String thread,
			long nanos) implements PristineEvent {

	}

	/**
	 * A context that would have migrated its database did not have to.
	 *
	 * @param reason what took the migration's place
	 */
	record MigrationAvoided(Reason reason) implements PristineEvent {

		/**
		 * The reason why no migration ran.
		 */
		public enum Reason {

			/**
			 * The template was copied.
			 */
			COPIED,

			/**
			 * The database was there already.
			 */
			ALREADY_THERE

		}

	}

	/**
	 * An application context of tests has a data source whose database is managed.
	 *
	 * @param context the number of the context
	 * @param database the name of the database
	 * @param isolation how scenarios that say nothing else are kept apart there
	 */
	record DatabaseManaged(String context, String database, String isolation) implements PristineEvent {

	}

	/**
	 * An application context of tests has a data source whose database is not managed, so
	 * that the tests share it.
	 *
	 * @param context the number of the context
	 * @param database the name of the database, or of its product
	 * @param reason why it is not managed
	 * @param cure what to do about it
	 * @param intended whether the configuration says that the tests are to share it
	 */
	record DatabaseUnmanaged(String context, String database, String reason, String cure,
			boolean intended) implements PristineEvent {

	}

	/**
	 * A scenario started: a Cucumber scenario or one invocation of a JUnit test.
	 *
	 * @param id what tells it from all others of the run
	 * @param name its readable name
	 * @param contexts the numbers of its application context and of that one's ancestors,
	 * separated by blanks
	 * @param isolation how it asks to be kept apart, empty if the context says so
	 * @param worker the number of the worker that runs it
	 */
	record ScenarioStarted(String id, String name, String contexts, String isolation,
			int worker) implements PristineEvent {

	}

	/**
	 * A scenario ended.
	 *
	 * @param id what tells it from all others of the run
	 * @param result how it ended
	 */
	record ScenarioFinished(String id, Result result) implements PristineEvent {

		/**
		 * How a scenario ended.
		 */
		public enum Result {

			/**
			 * It passed.
			 */
			PASSED,

			/**
			 * It failed.
			 */
			FAILED,

			/**
			 * It gave up half-way, because an assumption did not hold.
			 */
			ABORTED

		}

	}

	/**
	 * A scenario that had a database ended: what its statements were.
	 *
	 * @param scenario the scenario's id
	 * @param statements how many statements it executed
	 * @param nanos how long all of them took
	 * @param json the number of statements by the {@code tables} that they write, and the
	 * statements that were {@code repeated} often: each with its {@code sql} and
	 * {@code count}. Without values
	 */
	record ScenarioRecorded(String scenario, int statements, long nanos, String json) implements PristineEvent {

	}

	/**
	 * A scenario ended whose statements or changed rows are told, because it failed or
	 * because those of all are.
	 *
	 * @param scenario the scenario's id
	 * @param json its {@code databases} with their {@code changes}, the last statements
	 * as its {@code tape}, and how many {@code earlier} ones there were. Without secrets
	 */
	record FailureExplained(String scenario, String json) implements PristineEvent {

	}

	/**
	 * A test or a class failed, and its application context had not come.
	 *
	 * @param scenario the id of its scope
	 * @param contexts the numbers of the context that was started for it or for its
	 * class, and of the context's ancestors, separated by blanks; empty if none was
	 */
	record ContextMissed(String scenario, String contexts) implements PristineEvent {

	}

	/**
	 * A scenario was given its database.
	 *
	 * @param scenario the scenario's id
	 * @param database the name of the database that its own one stands for
	 * @param nanos how long it took, from the first {@code getConnection()} of the
	 * scenario to a usable connection
	 * @param clean whether the slot was at the baseline already
	 * @param isolation how the scenario is kept apart, as {@code pristine.isolation} says
	 * it
	 */
	record HandedOver(String scenario, String database, long nanos, boolean clean,
			String isolation) implements PristineEvent {

	}

	/**
	 * A test or a test class waited for its application context, because it could not
	 * share it with those that used it.
	 *
	 * @param scenario the id of its scope
	 * @param name the readable name of the test or class
	 * @param worker the number of the worker that waited
	 * @param nanos how long it waited
	 */
	record ContextAwaited(String scenario, String name, int worker, long nanos) implements PristineEvent {

	}

	/**
	 * A slot was given up, because it was doubtful whether another scenario could use it.
	 *
	 * @param scenario the id of the scope that had it last, empty if none had
	 * @param database the name of the slot's database
	 * @param reason why
	 */
	record SlotRetired(String scenario, String database, String reason) implements PristineEvent {

	}

	/**
	 * A request was refused, since Pristine could not keep the tests apart else. Who
	 * asked got an exception. Repetitions are not told.
	 *
	 * @param kind what was refused
	 * @param scenario the id of the scope that it was refused to, empty if several may
	 * have asked
	 * @param name the readable name of that scope, empty if there is none
	 * @param database the name of the database, empty if it is unknown
	 * @param thread the name of the thread that asked
	 * @param reason why, as sentences
	 * @param cure what to do about it, as sentences
	 */
	record Refused(Kind kind, String scenario, String name, String database, String thread, String reason,
			String cure) implements PristineEvent {

		/**
		 * What was refused.
		 */
		public enum Kind {

			/**
			 * A connection, for example to a thread that works for no scenario.
			 */
			CONNECTION,

			/**
			 * A statement, for which the one transaction of a scenario cannot stand.
			 */
			STATEMENT

		}

	}

	/**
	 * A scenario ended with open connections.
	 *
	 * @param scenario the scenario's id
	 * @param name its readable name
	 * @param connections the number of the connections
	 * @param places the lines of code that opened them, empty if they are unknown
	 */
	record ConnectionsLeft(String scenario, String name, int connections, String places) implements PristineEvent {

	}

	/**
	 * The database of a scenario was kept.
	 *
	 * @param scenario the scenario's id
	 * @param database the name of the database that it stands for
	 * @param place where it is: the path of a file, as text, or the name of a database
	 * @param command what a person types in a shell to look into it
	 */
	record DatabaseKept(String scenario, String database, String place, String command) implements PristineEvent {

	}

	/**
	 * A statement of a scenario had to give up because of a lock.
	 *
	 * @param scenario the scenario's id
	 */
	record LockFailed(String scenario) implements PristineEvent {

	}

	/**
	 * This JVM runs a part of the suite.
	 *
	 * @param number which part, from 1 on
	 * @param total how many parts there are
	 * @param timings what tells the timings by which the suite was cut from others
	 */
	record ShardChosen(int number, int total, String timings) implements PristineEvent {

	}

	/**
	 * A test was found and belongs to a shard: to this one or to another. What the
	 * filters of the launcher's request leave out, by tags for example, is not told.
	 *
	 * @param id what tells it from all others of the suite; one of this shard has the id
	 * that it is planned with, perhaps that of a class with several units, such as a
	 * parameterized one
	 * @param unit what it is assigned and timed with
	 * @param name its readable name
	 * @param shard the number of the shard that runs it, {@value #NONE} if it is this
	 * shard's and the launcher's own filter leaves it out
	 */
	record TestAssigned(String id, String unit, String name, int shard) implements PristineEvent {

		/**
		 * No shard.
		 */
		public static final int NONE = 0;

	}

	/**
	 * A test is planned: a Cucumber scenario, a JUnit test, or a container that becomes
	 * several tests when it starts, such as a parameterized test.
	 *
	 * @param id what tells it from all others of the run
	 * @param unit what it is assigned and timed with
	 * @param name its readable name
	 */
	record TestPlanned(String id, String unit, String name) implements PristineEvent {

	}

	/**
	 * A test starts, whether it has to do with a managed database or not; or several that
	 * have something around them: a parameterized test, a class, a feature, a whole
	 * engine.
	 *
	 * @param id what tells it from all others of the run; what starts within a group has
	 * an id that starts with the group's and a slash
	 * @param unit what it is timed with
	 * @param name its readable name
	 * @param group whether it is several tests, which start and end within, and has no
	 * duration of its own
	 * @param scenario the id of the scenario that it is, if it becomes one; empty if it
	 * cannot
	 */
	record TestStarted(String id, String unit, String name, boolean group, String scenario) implements PristineEvent {

	}

	/**
	 * A test or group failed; its end is told next.
	 *
	 * @param id what tells it from all others of the run
	 * @param error the exception, its causes and the first lines of its stack trace
	 */
	record TestFailed(String id, String error) implements PristineEvent {

	}

	/**
	 * A test ended, or will not be run.
	 *
	 * @param id what tells it from all others of the run
	 * @param outcome how it ended; of a group, its own outcome without its tests; if the
	 * group kept its tests from starting, the tests have failed and the group has not
	 * @param nanos how long it took
	 * @param contextNanos how much of that it waited for its application context to start
	 */
	record TestFinished(String id, Outcome outcome, long nanos, long contextNanos) implements PristineEvent {

		/**
		 * How a test ended.
		 */
		public enum Outcome {

			/**
			 * It passed.
			 */
			PASSED,

			/**
			 * It failed, or the class around it did before it could start.
			 */
			FAILED,

			/**
			 * It gave up half-way, because an assumption did not hold.
			 */
			ABORTED,

			/**
			 * It was not run, because it is disabled.
			 */
			SKIPPED

		}

	}

	/**
	 * The tests of a class could start only after something that was done for all of
	 * them.
	 *
	 * @param unit what the class is timed with
	 * @param nanos how long it took, the start of application contexts aside
	 */
	record ClassPrepared(String unit, long nanos) implements PristineEvent {

	}

	/**
	 * The last test of this JVM is over.
	 */
	record RunFinished() implements PristineEvent {

	}

}
