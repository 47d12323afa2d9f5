package io.github.pristinedb.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.pristinedb.DatabaseContent;
import io.github.pristinedb.Rounds;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.recipe.DatabaseProvision;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random histories of projects: whatever was built before, a template has the content of
 * a build from nothing. Each script writes down what it sees, so that one that runs at
 * another point, on another connection or once more leaves a trace.
 */
@DeliberateOutput({ "outOfOrder mode is active", "Migration of schema .* failed",
		"have changed since the last template", "'createSchema' callback is deprecated" })
class LayerHistoriesTests {

	private static final int HISTORIES = Rounds.of(20, 200);

	private static final List<String> CALLBACKS = List.of("afterMigrate", "beforeEachMigrate", "afterEachMigrate",
			"afterVersioned", "beforeRepeatables", "afterMigrateApplied", "beforeMigrate", "beforeValidate",
			"afterConnect", "createSchema");

	@TempDir
	private Path temporary;

	private final Random random = new Random(20261123);

	private int number;

	@Test
	void templateIsWhatABuildFromNothingMakes() throws IOException {
		int layered = 0;
		int refused = 0;
		for (int i = 0; i < HISTORIES; i++) {
			Project project = project();
			Path cache = directory();
			StringBuilder history = new StringBuilder("history " + i + ": " + project);
			build(project, cache);
			for (int j = 0; j <= this.random.nextInt(2); j++) {
				history.append(", ").append(edit(project));
			}
			Object expected = content(build(project, directory()));
			Object template = build(project, cache);
			assertThat(content(template)).as(history.toString()).isEqualTo(expected);
			layered += (template instanceof Template built && built.facts().base() != null) ? 1 : 0;
			refused += (template instanceof Template) ? 0 : 1;
		}
		assertThat(refused).as("histories that Flyway refuses").isLessThanOrEqualTo(HISTORIES / 5);
		assertThat(layered).as("histories that were built upon a layer").isBetween(HISTORIES / 4, HISTORIES * 9 / 10);
	}

	private static Object content(Object built) {
		return (built instanceof Template template) ? DatabaseContent.of(Path.of(template.image().describe())) : built;
	}

	private Object build(Project project, Path cache) throws IOException {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + this.temporary.resolve("scenario.db"));
		// The setting of the data source: it overrides one in the URL.
		dataSource.setBusyTimeout(1);
		FluentConfiguration flyway = Flyway.configure(MigrationFiles.classLoader(project.files.writeTo(directory())))
			.dataSource(dataSource);
		project.applyTo(flyway);
		Path seeds = MigrationFiles.none().with("seed.sql", project.seed).writeTo(directory());
		FastMigrationStrategy strategy = new FastMigrationStrategy(
				new DatabaseProvision(
						new Guard(List.of(new SqliteEngine()), List.of("scenario")), TestPlaces.sessions(cache),
						templates(), List.of(), new Seeds(List.of("file:" + seeds + "/*.sql"),
								new PathMatchingResourcePatternResolver(), List::of),
						(managed) -> null),
				null, (fingerprint) -> {
				});
		TemplateRecipe recipe = strategy.recipe(flyway.load());
		try {
			return templates().get(recipe);
		}
		catch (FlywayException ex) {
			return ex.getErrorCode();
		}
	}

	private static Templates templates() {
		return new Templates(TemplateLimits.DEFAULTS.buildTimeout());
	}

	private Path directory() throws IOException {
		return Files.createDirectory(this.temporary.resolve("d" + this.number++));
	}

	private Project project() {
		Project project = new Project();
		project.versions.put("1", "base");
		project.files = project.files.with("db/migration/V1__base.sql", """
				create table log (id integer primary key autoincrement, text text not null);
				create table parent (id integer primary key);
				create table child (id integer primary key, parent integer references parent on delete cascade);
				""");
		for (int i = 2; i < 4 + this.random.nextInt(4); i++) {
			append(project);
		}
		if (this.random.nextBoolean()) {
			repeatable(project);
		}
		if (this.random.nextInt(3) == 0) {
			callback(project, pick(CALLBACKS.subList(0, 3)));
		}
		if (this.random.nextInt(12) == 0) {
			callback(project, pick(CALLBACKS));
		}
		if (this.random.nextInt(8) == 0) {
			project.javaCallback = pick(List.of(Event.AFTER_MIGRATE, Event.BEFORE_EACH_MIGRATE));
		}
		setting(project);
		return project;
	}

	private String edit(Project project) {
		switch (this.random.nextInt(16)) {
			case 0, 1, 2, 3, 4 -> {
				return append(project);
			}
			case 5 -> {
				return append(project) + " and " + append(project);
			}
			case 6 -> {
				String version = pick(List.copyOf(project.versions.keySet())) + "." + (1 + this.random.nextInt(900));
				return migration(project, version);
			}
			case 7 -> {
				return migration(project, pick(project.changeable()));
			}
			case 8 -> {
				return migration(project, project.last());
			}
			case 9 -> {
				String version = this.random.nextBoolean() ? project.last() : pick(project.changeable());
				project.remove(version);
				return "removed " + version;
			}
			case 10 -> {
				String version = project.last();
				byte[] content = project.remove(version);
				project.put(version, "renamed", content);
				return "renamed " + version;
			}
			case 11, 12 -> {
				project.seed += "\n" + statement("seed");
				return "another seed";
			}
			case 13, 14 -> {
				return repeatable(project);
			}
			default -> {
				return (this.random.nextBoolean()) ? setting(project) : callback(project, pick(CALLBACKS));
			}
		}
	}

	private String append(Project project) {
		return migration(project, Integer.toString(Integer.parseInt(project.last().split("\\.")[0]) + 1));
	}

	private String migration(Project project, String version) {
		project.remove(version);
		String name = "V" + version;
		if (this.random.nextInt(10) == 0) {
			project.javaMigrations.put(version, this.random.nextInt());
			project.versions.put(version, null);
			return "the Java migration " + version;
		}
		StringBuilder sql = new StringBuilder();
		for (int i = 0; i <= this.random.nextInt(2); i++) {
			sql.append(statement(name)).append('\n');
		}
		project.put(version, "step", sql.toString().getBytes());
		return name + "[" + sql.toString().strip() + "]";
	}

	private String repeatable(Project project) {
		String name = "R__" + pick(List.of("a", "b")) + ".sql";
		project.files = project.files.with("db/migration/" + name, statement(name));
		return name;
	}

	private String callback(Project project, String event) {
		String name = event + pick(List.of(".sql", "__more.sql"));
		// What runs first has no table yet.
		String sql = (event.startsWith("afterEach") || event.startsWith("afterMigrate") || event
			.contains("able") || event.contains("Versioned")) ? statement(name)
					: "create table if not exists early (text); insert into early select count(*) from sqlite_master;";
		project.files = project.files.with("db/migration/" + name, sql);
		return name;
	}

	private String setting(Project project) {
		switch (this.random.nextInt(8)) {
			case 0 -> project.placeholder = Integer.toString(this.random.nextInt(3));
			case 1 -> project.outOfOrder ^= true;
			case 2 -> project.baselineOnMigrate ^= true;
			case 3 -> project.group = this.random.nextInt(4) == 0;
			case 4 -> project.target = this.random.nextInt(4) == 0 ? "3" : "latest";
			case 5 ->
				project.initSql = this.random.nextInt(4) == 0 ? "create table if not exists init (id integer)" : null;
			case 6 -> {
				if (this.random.nextInt(4) == 0) {
					project.files = project.files.with("db/migration/B2__baseline.sql",
							"""
									create table log (id integer primary key autoincrement, text text not null);
									create table parent (id integer primary key);
									create table child (id integer primary key, parent integer references parent on delete cascade);
									""");
				}
			}
			default -> {
			}
		}
		return "settings";
	}

	private String statement(String name) {
		int id = this.number++;
		String log = "insert into log (text) select '" + name + " " + id
				+ " ${p} sees ' || count(*) || ' ' || coalesce(max(id), 0) from log;";
		return switch (this.random.nextInt(40)) {
			case 0, 14, 15, 16, 17 ->
				"create table t" + id + " (id integer primary key); insert into t" + id + " values (" + id + ");" + log;
			case 1 -> "pragma user_version = " + id + ";" + log;
			case 2 -> "create temp table temp" + id + " (id integer);" + log;
			case 3 -> "insert into log (text) select '" + name + " sees ' || count(*) from sqlite_temp_master;";
			case 4 -> "pragma recursive_triggers = " + pick(List.of("on", "off")) + ";" + log;
			case 5 -> "insert into log (text) select '" + name
					+ " sees ' || recursive_triggers from pragma_recursive_triggers;";
			case 6 -> "insert into log (text) values ('last ' || last_insert_rowid() || ' of ' || changes());";
			case 7, 18, 19, 20, 21 ->
				"insert into parent values (" + id + "); insert into child values (null, " + id + ");" + log;
			case 8, 22, 23 -> "delete from parent where id = (select min(id) from parent);" + log;
			case 9 -> "pragma foreign_keys = " + pick(List.of("on", "off")) + ";";
			case 10, 11, 12, 13 -> "delete from log where id = (select max(id) from log);" + log;
			default -> log;
		};
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static final class Project {

		private MigrationFiles files = MigrationFiles.none();

		// By version, the description; those without one are in Java.
		private final Map<String, String> versions = new TreeMap<>(
				(a, b) -> MigrationVersion.fromVersion(a).compareTo(MigrationVersion.fromVersion(b)));

		private final Map<String, Integer> javaMigrations = new TreeMap<>();

		private String seed = "insert into log (text) values ('seeded');";

		private String placeholder = "x";

		private boolean outOfOrder;

		private boolean baselineOnMigrate;

		private boolean group;

		private String target = "latest";

		private String initSql;

		private Event javaCallback;

		private void applyTo(FluentConfiguration flyway) {
			flyway.locations("classpath:db/migration")
				.placeholders(Map.of("p", this.placeholder))
				.outOfOrder(this.outOfOrder)
				.baselineOnMigrate(this.baselineOnMigrate)
				.group(this.group)
				.mixed(true)
				.target(this.target)
				.initSql(this.initSql)
				.javaMigrations(this.javaMigrations.entrySet()
					.stream()
					.map((entry) -> new LogMigration(entry.getKey(), entry.getValue()))
					.toArray(JavaMigration[]::new));
			if (this.javaCallback != null) {
				flyway.callbacks(new LogCallback(this.javaCallback));
			}
		}

		private List<String> changeable() {
			// The tables that all of them need stay.
			return new ArrayList<>(this.versions.keySet()).subList(1, this.versions.size());
		}

		private String last() {
			List<String> changeable = changeable();
			return changeable.isEmpty() ? "2" : changeable.get(changeable.size() - 1);
		}

		private void put(String version, String description, byte[] content) {
			this.versions.put(version, description);
			this.files = this.files.with("db/migration/V" + version + "__" + description + ".sql", content);
		}

		private byte[] remove(String version) {
			this.javaMigrations.remove(version);
			String path = "db/migration/V" + version + "__" + this.versions.remove(version) + ".sql";
			byte[] content = this.files.files().getOrDefault(path, "select 1;".getBytes());
			this.files = this.files.without(path);
			return content;
		}

		@Override
		public String toString() {
			return this.files.files().keySet() + " and " + this.javaMigrations.keySet();
		}

	}

	private record LogMigration(String text, int content) implements JavaMigration {

		@Override
		public MigrationVersion getVersion() {
			return MigrationVersion.fromVersion(this.text);
		}

		@Override
		public String getDescription() {
			return "in Java";
		}

		@Override
		public Integer getChecksum() {
			return this.content;
		}

		@Override
		public boolean canExecuteInTransaction() {
			return true;
		}

		@Override
		public void migrate(Context context) throws Exception {
			try (Statement statement = context.getConnection().createStatement()) {
				statement.execute("insert into log (text) select 'java " + this.content + "' || count(*) from log");
				if (this.content % 4 == 0) {
					statement.execute("create temp table of_java" + Math.abs(this.content) + " (id integer)");
				}
			}
		}

	}

	private record LogCallback(Event event) implements Callback {

		@Override
		public boolean supports(Event candidate, org.flywaydb.core.api.callback.Context context) {
			return candidate == this.event;
		}

		@Override
		public boolean canHandleInTransaction(Event candidate, org.flywaydb.core.api.callback.Context context) {
			return true;
		}

		@Override
		public void handle(Event candidate, org.flywaydb.core.api.callback.Context context) {
			try (Statement statement = context.getConnection().createStatement()) {
				statement.execute("create table if not exists called (text)");
				statement.execute("insert into called select count(*) from called");
			}
			catch (java.sql.SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public String getCallbackName() {
			return "log";
		}

	}

}
