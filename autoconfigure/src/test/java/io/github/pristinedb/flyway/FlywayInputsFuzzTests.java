package io.github.pristinedb.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.Rounds;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.recipe.DatabaseProvision;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.seed.TemplateSeeder;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.sqlite.SQLiteDataSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random edits of a project change the fingerprint of its Flyway configuration, random
 * neutral changes do not.
 */
@Isolated("It sets the default locale and time zone, and properties of the system")
class FlywayInputsFuzzTests {

	private static final int EDITS = Rounds.of(30, 300);

	private static final int NEUTRAL_CHANGES = Rounds.of(30, 300);

	@TempDir
	private Path directory;

	private final Random random = new Random(20261122);

	private int number;

	@Test
	void everyEditGivesAFingerprintOfItsOwn() throws IOException {
		Project project = project();
		Map<Fingerprint, String> seen = new HashMap<>();
		seen.put(folder(project), "the start");
		for (int i = 0; i < EDITS; i++) {
			String edit = i + ": " + edit(project);
			assertThat(seen.put(folder(project), edit)).as(edit).isNull();
		}
	}

	@Test
	void noNeutralChangeGivesAnotherFingerprint() throws IOException {
		Locale locale = Locale.getDefault();
		Map<String, String> user = properties("user.name", "user.home");
		TimeZone timeZone = TimeZone.getDefault();
		try {
			for (int i = 0; i < NEUTRAL_CHANGES; i++) {
				Project project = project();
				for (int j = 0; j < i % 10; j++) {
					edit(project);
				}
				Fingerprint before = folder(project);
				Locale.setDefault(pick(List.of(Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("tr-TR"),
						Locale.forLanguageTag("ar-SA-u-nu-arab"), Locale.forLanguageTag("th-TH-u-ca-buddhist"))));
				TimeZone.setDefault(TimeZone.getTimeZone(pick(List.of("UTC", "Asia/Tokyo", "America/St_Johns"))));
				user.keySet().forEach((name) -> System.setProperty(name, "of user " + this.number++));
				assertThat(neutral(project)).as("change %d", i).isEqualTo(before);
			}
		}
		finally {
			user.forEach(System::setProperty);
			Locale.setDefault(locale);
			TimeZone.setDefault(timeZone);
		}
	}

	private Project project() {
		MigrationFiles files = MigrationFiles.none();
		for (int i = 1; i <= 12; i++) {
			files = files.with("db/migration/V" + i + "__step.sql", "create table t" + i + " (id integer);\n");
		}
		files = files.with("db/migration/R__view.sql", "create view v as select * from t1;\n")
			.with("db/migration/afterMigrate.sql", "analyze;\n")
			.with("db/migration/V1__step.sql.conf", "executeInTransaction=true\n")
			.with("more/migration/V100__more.sql", "select 1;\n")
			.with("seed/a.sql", "insert into t1 values (1);\n")
			.with("seed/deep/b.sql", "insert into t1 values (2);\n")
			.withClass("db.migration.V90__Java", javaMigration("start"));
		return new Project(files);
	}

	private String edit(Project project) {
		String path = pick(project.files.files()
			.keySet()
			.stream()
			.filter((name) -> !name.endsWith(".class") && !name.endsWith(".conf"))
			.toList());
		byte[] content = project.files.files().get(path);
		int id = this.number++;
		switch (this.random.nextInt(24)) {
			case 0 -> {
				byte[] flipped = content.clone();
				flipped[this.random.nextInt(flipped.length)] ^= (byte) (1 << this.random.nextInt(8));
				project.files = project.files.with(path, flipped);
				return "a bit of " + path;
			}
			case 1 -> {
				byte[] longer = java.util.Arrays.copyOf(content, content.length + 1 + this.random.nextInt(3));
				project.files = project.files.with(path, longer);
				return "zeros at the end of " + path;
			}
			case 2 -> {
				project.files = project.files.with("db/migration/V" + (1000 + id) + "__new.sql", "select " + id + ";");
				return "a new migration";
			}
			case 3 -> {
				String folder = path.substring(0, path.lastIndexOf('/') + 1);
				project.files = project.files.without(path).with(folder + "V" + (1000 + id) + "__renamed.sql", content);
				return "another name for " + path;
			}
			case 4 -> {
				// Seeds have none.
				String name = path.startsWith("seed/") ? path : path + ".conf";
				project.files = project.files.with(name, "placeholderReplacement=false\n# " + id);
				return "a script config beside " + path;
			}
			case 5 -> {
				project.files = project.files.withClass("db.migration.V90__Java", javaMigration("edit " + id));
				return "a Java migration";
			}
			case 6 -> {
				project.placeholders.put("p" + this.random.nextInt(3), "value " + id);
				return "a placeholder";
			}
			case 7 -> {
				project.table = "history" + id;
				return "the table";
			}
			case 8 -> {
				project.target = Integer.toString(id + 1);
				return "the target";
			}
			case 9 -> {
				project.initSql = "select " + id;
				return "the init SQL";
			}
			case 10 -> {
				project.seeder = "version " + id;
				return "the version of a seeder";
			}
			case 11 -> {
				project.seeders++;
				return "a seeder more";
			}
			case 12 -> {
				project.files = project.files.with("seed/" + id + ".sql", "select " + id + ";");
				return "a new seed";
			}
			case 13 -> {
				String seed = pick(project.seedFiles());
				byte[] text = project.files.files().get(seed);
				byte[] longer = java.util.Arrays.copyOf(text, text.length + 1);
				longer[text.length] = '\n';
				project.files = project.files.with(seed, longer);
				return "a line at the end of a seed";
			}
			case 14 -> {
				project.contributed = "value " + id;
				return "what a contributor names";
			}
			case 15 -> {
				project.urlOptions = "?page_size=4096&cache_size=" + id;
				return "an option of the URL";
			}
			case 16 -> {
				project.baselineVersion = "0." + id;
				return "the version of the baseline";
			}
			case 17 -> {
				project.placeholderPrefix = "${" + id + ":";
				return "the prefix of placeholders";
			}
			case 18 -> {
				project.installedBy = "user " + id;
				return "who installs";
			}
			case 19 -> {
				project.files = project.files.with("db/migration/R__more_" + id + ".sql", "select 1;");
				return "a repeatable migration";
			}
			case 20 -> {
				project.files = project.files.with("db/migration/afterMigrate.sql", "analyze; -- " + id);
				return "a callback's content";
			}
			case 21 -> {
				project.table = "history_" + id;
				return "the table";
			}
			case 22 -> {
				project.placeholders.put("name " + id, "");
				return "an empty placeholder";
			}
			default -> {
				project.files = project.files.with("db/migration/beforeEachMigrate__" + id + ".sql", "select 1;");
				return "a callback";
			}
		}
	}

	private Fingerprint neutral(Project project) throws IOException {
		MigrationFiles files = project.files;
		if (this.random.nextBoolean()) {
			files = files.with("db/migration/README-" + this.random.nextInt() + ".md", "Read me")
				.with("other/V7__elsewhere.sql", "select " + this.random.nextInt())
				.with("seeds/elsewhere.sql", "select " + this.random.nextInt())
				.with("seed/README.md", "Read me: " + this.random.nextInt())
				.with("app/Unrelated.class", new byte[] { (byte) this.random.nextInt() });
		}
		boolean swapped = this.random.nextBoolean();
		FluentConfiguration configuration;
		if (this.random.nextBoolean()) {
			Path jar = files.writeJar(next().resolve("app with spaces.jar"));
			configuration = Fingerprints.classPath(jar);
		}
		else {
			Path folder = files.writeTo(next().resolve("class path/" + this.random.nextInt(1000)));
			if (this.random.nextBoolean()) {
				touch(folder);
			}
			configuration = Fingerprints.classPath(folder);
		}
		return fingerprint(project,
				configuration
					.locations((swapped) ? new String[] { "classpath:more/migration", "classpath:/db/migration/" }
							: new String[] { "db/migration", "more/migration" })
					.connectRetries(this.random.nextInt(10)));
	}

	private Fingerprint folder(Project project) throws IOException {
		return fingerprint(project, Fingerprints.classPath(project.files.writeTo(next()))
			.locations("classpath:db/migration", "classpath:more/migration"));
	}

	private Fingerprint fingerprint(Project project, FluentConfiguration configuration) throws IOException {
		List<String> names = new ArrayList<>(project.placeholders.keySet());
		Map<String, String> placeholders = new HashMap<>();
		names.forEach((name) -> placeholders.put(name, project.placeholders.get(name)));
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + next().resolve("scenario.db") + project.urlOptions);
		configuration.placeholders(placeholders)
			.placeholderPrefix(project.placeholderPrefix)
			.table(project.table)
			.target(project.target)
			.baselineVersion(project.baselineVersion)
			.installedBy(project.installedBy)
			.initSql(project.initSql)
			.dataSource(dataSource);
		FastMigrationStrategy strategy = new FastMigrationStrategy(
				new DatabaseProvision(new Guard(List.of(new SqliteEngine()), List.of("scenario")),
						TestPlaces.sessions(this.directory), new Templates(TemplateLimits.DEFAULTS.buildTimeout()),
						List.of((fingerprint) -> fingerprint.add("app/named", project.contributed)),
						new Seeds(List.of("classpath*:seed/**/*.sql"),
								new PathMatchingResourcePatternResolver(configuration.getClassLoader()),
								() -> Collections.nCopies(project.seeders, new Seeder(project.seeder))),
						(managed) -> null),
				null, (fingerprint) -> {
				});
		return strategy.fingerprint(configuration.load()).build();
	}

	private static Map<String, String> properties(String... names) {
		Map<String, String> properties = new HashMap<>();
		for (String name : names) {
			properties.put(name, System.getProperty(name));
		}
		return properties;
	}

	private void touch(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.toList()) {
				Files.setLastModifiedTime(file, FileTime.fromMillis(this.random.nextInt(1_000_000)));
			}
		}
	}

	private Path next() throws IOException {
		return Files.createDirectories(this.directory.resolve("d" + this.number++));
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static String javaMigration(String text) {
		return """
				package db.migration;
				public class V90__Java extends org.flywaydb.core.api.migration.BaseJavaMigration {
					@Override
					public void migrate(org.flywaydb.core.api.migration.Context context) {
						System.setProperty("a", "%s");
					}
				}
				""".formatted(text);
	}

	private static final class Project {

		private MigrationFiles files;

		private final Map<String, String> placeholders = new TreeMap<>();

		private String table = "flyway_schema_history";

		private String target = "latest";

		private String initSql = "select 0";

		private String baselineVersion = "1";

		private String placeholderPrefix = "${";

		private String installedBy = "nobody";

		private String urlOptions = "";

		private String contributed = "nothing";

		private String seeder = "first version";

		private int seeders = 1;

		private Project(MigrationFiles files) {
			this.files = files;
		}

		private List<String> seedFiles() {
			return this.files.files().keySet().stream().filter((name) -> name.startsWith("seed/")).toList();
		}

	}

	private record Seeder(String version) implements TemplateSeeder {

		@Override
		public void seed(DataSource dataSource) {
		}

	}

}
