package io.github.pristinedb.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.flyway.MigrationFiles;
import io.github.pristinedb.template.FingerprintBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Seeds}.
 */
class SeedsTests {

	private static final String DATABASE = "scenario.db";

	private static final ManagedDatabase MANAGED = new ManagedDatabase(new SqliteEngine(),
			TestFormat.database(DATABASE));

	private static final String LOG = "SELECT text FROM log ORDER BY id";

	@TempDir
	private Path temporary;

	private Path file;

	private MigrationFiles scripts = MigrationFiles.none();

	@BeforeEach
	void setUp() {
		this.file = this.temporary.resolve(DATABASE);
		Sql.execute(this.file, "CREATE TABLE log (id INTEGER PRIMARY KEY, text TEXT UNIQUE)");
	}

	@Test
	void scriptsRunInTheOrderOfTheirLocationsAndPaths() {
		script("seed/b.sql").script("seed/a.sql").script("seed/deep/0.sql").script("first/z.sql");
		plant("classpath:first/z.sql", "classpath:seed/**/*.sql");
		assertThat(log()).containsExactly("first/z.sql", "seed/a.sql", "seed/b.sql", "seed/deep/0.sql");
	}

	@Test
	void scriptRunsOnceWhereSeveralLocationsNameIt() {
		script("seed/b.sql").script("seed/a.sql");
		plant("seed/b.sql", "classpath*:seed/*.sql");
		assertThat(log()).containsExactly("seed/b.sql", "seed/a.sql");
	}

	@Test
	void seedersRunAfterTheScripts() {
		script("seed/a.sql");
		plant(List.of((dataSource) -> insert(dataSource, "one"), (dataSource) -> insert(dataSource, "two")),
				"seed/*.sql");
		assertThat(log()).containsExactly("seed/a.sql", "one", "two");
	}

	@Test
	void seederIsAskedForWhichDatabaseItIs() {
		List<String> asked = new ArrayList<>();
		TemplateSeeder other = new TemplateSeeder() {

			@Override
			public void seed(DataSource dataSource) {
				insert(dataSource, "for another one");
			}

			@Override
			public boolean isFor(String database) {
				asked.add(database);
				return false;
			}

		};
		plant(List.of(other));
		assertThat(asked).containsOnly(DATABASE);
		assertThat(log()).isEmpty();
		assertThat(fingerprint(List.of(other))).isEqualTo(fingerprint(List.of()));
	}

	@Test
	void missingScriptIsAClearError() {
		for (String location : List.of("classpath:seed/none.sql", "classpath:none/*.sql", "classpath*:none/**/*.sql",
				"file:" + this.temporary.resolve("none/*.sql"))) {
			assertThatExceptionOfType(SeedException.class).isThrownBy(() -> plant(location))
				.satisfies((ex) -> assertThat(ex.getDescription()).contains(location))
				.satisfies((ex) -> assertThat(ex.getAction()).contains("optional:" + location));
		}
	}

	@Test
	void optionalScriptMayBeMissing() {
		script("seed/a.sql");
		plant("optional:classpath:seed/none.sql", "optional:none/*.sql", "optional:classpath:seed/*.sql");
		assertThat(log()).containsExactly("seed/a.sql");
	}

	@Test
	void failingStatementIsToldWithScriptLineAndCauseAndNothingIsWritten() {
		script("seed/a.sql");
		this.scripts = this.scripts.with("seed/b.sql", """
				-- Two of them.
				insert into log (text) values ('b');

				insert into log (text)
				values ('b');
				""");
		assertThatExceptionOfType(SeedException.class).isThrownBy(() -> plant("classpath:seed/*.sql"))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains("classpath:seed/b.sql")
				.contains("in line 4")
				.contains("UNIQUE constraint failed: log.text")
				.contains("insert into log (text)\nvalues ('b')"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("pristine.template.seed"))
			.withCauseInstanceOf(java.sql.SQLException.class);
		assertThat(log()).isEmpty();
	}

	@Test
	void failingSeederIsToldAndNothingIsWritten() {
		script("seed/a.sql");
		assertThatExceptionOfType(SeedException.class)
			.isThrownBy(() -> plant(List.of(new FailingSeeder()), "seed/*.sql"))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(FailingSeeder.class.getName())
				.contains("no tenants"))
			.withCauseInstanceOf(IOException.class);
		assertThat(log()).isEmpty();
	}

	@Test
	void allSeedsAreOneTransactionHoweverTheyAskForAConnection() {
		List<TemplateSeeder> seeders = List.of((dataSource) -> insert(dataSource, "by a template"), (dataSource) -> {
			try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
				statement.execute("INSERT INTO log (text) VALUES ('by hand')");
			}
		}, (dataSource) -> new TransactionTemplate(new JdbcTransactionManager(dataSource))
			.executeWithoutResult((status) -> insert(dataSource, "by a transaction")), (dataSource) -> {
				assertThat(JdbcClient.create(dataSource).sql(LOG).query(String.class).list())
					.containsExactly("by a template", "by hand", "by a transaction");
				// Nobody else sees any of it yet.
				assertThat(log()).isEmpty();
			});
		plant(seeders);
		assertThat(log()).hasSize(3);
	}

	@Test
	void nothingIsLookedForBeforeItIsNeeded() {
		Seeds seeds = new Seeds(List.of("classpath:none.sql"), new PathMatchingResourcePatternResolver(), () -> {
			throw new AssertionError("Asked for seeders");
		});
		assertThat(seeds).isNotNull();
	}

	@Test
	void withoutSeedsNoConnectionIsOpened() {
		Seeds.NONE.plant(new SQLiteDataSource() {

			@Override
			public java.sql.Connection getConnection() {
				throw new AssertionError("Opened a connection");
			}

		}, MANAGED);
	}

	@Test
	void fingerprintIsTheSameInAFolderAndInAJar() throws IOException {
		script("seed/a b.sql").script("seed/deep/ä.sql");
		Path folder = this.scripts.writeTo(Files.createDirectories(this.temporary.resolve("seed/class path")));
		Path jar = this.scripts.writeJar(this.temporary.resolve("a jar/seed.jar"));
		String[] locations = { "classpath*:seed/**/*.sql" };
		assertThat(fingerprint(folder, locations)).isEqualTo(fingerprint(jar, locations));
		assertThat(fingerprint(folder, "file:" + folder + "/seed/**/*.sql")).isEqualTo(fingerprint(jar, locations));
		assertThat(fingerprint(jar, locations)).isNotEqualTo(fingerprint(List.of()));
	}

	@Test
	void fingerprintTellsBytesNamesAndOrder() {
		script("seed/a.sql").script("seed/b.sql");
		Fingerprint before = fingerprint(List.of(), "seed/a.sql", "seed/b.sql");
		assertThat(fingerprint(List.of(), "seed/*.sql")).isEqualTo(before);
		assertThat(fingerprint(List.of(), "seed/b.sql", "seed/a.sql")).isNotEqualTo(before);
		assertThat(fingerprint(List.of(), "seed/a.sql")).isNotEqualTo(before);
		byte[] content = this.scripts.files().get("seed/b.sql");
		this.scripts = this.scripts.with("seed/b.sql", Arrays.copyOf(content, content.length + 1));
		assertThat(fingerprint(List.of(), "seed/*.sql")).isNotEqualTo(before);
		this.scripts = this.scripts.without("seed/b.sql").with("seed/c.sql", content);
		assertThat(fingerprint(List.of(), "seed/*.sql")).isNotEqualTo(before);
	}

	@Test
	void fingerprintTellsClassAndVersionOfASeeder() {
		Fingerprint first = fingerprint(List.of(new VersionedSeeder("1")));
		assertThat(fingerprint(List.of(new VersionedSeeder("1")))).isEqualTo(first);
		assertThat(fingerprint(List.of(new VersionedSeeder("2")))).isNotEqualTo(first);
		assertThat(fingerprint(List.of(new FailingSeeder()))).isNotEqualTo(first);
		assertThat(fingerprint(List.of(new VersionedSeeder("1"), new VersionedSeeder("1")))).isNotEqualTo(first);
	}

	@Test
	void lambdaStandsForTheClassItIsWrittenIn() {
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		seeds(List.of((dataSource) -> {
		})).addTo(fingerprint, DATABASE);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> fingerprint.add("seed/class/" + SeedsTests.class.getName(), ""));
	}

	private SeedsTests script(String path) {
		this.scripts = this.scripts.with(path, "insert into log (text) values ('" + path + "');\n");
		return this;
	}

	private void plant(String... locations) {
		plant(List.of(), locations);
	}

	private void plant(List<TemplateSeeder> seeders, String... locations) {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + this.file);
		seeds(seeders, locations).plant(dataSource, MANAGED);
	}

	private Seeds seeds(List<TemplateSeeder> seeders, String... locations) {
		return seeds(this.scripts.writeTo(folder()), seeders, locations);
	}

	private Path folder() {
		try {
			return Files.createTempDirectory(this.temporary, "class-path-");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Seeds seeds(Path classPath, List<TemplateSeeder> seeders, String... locations) {
		return new Seeds(List.of(locations),
				new PathMatchingResourcePatternResolver(MigrationFiles.classLoader(classPath)), () -> seeders);
	}

	private Fingerprint fingerprint(List<TemplateSeeder> seeders, String... locations) {
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		seeds(seeders, locations).addTo(fingerprint, DATABASE);
		return fingerprint.build();
	}

	private static Fingerprint fingerprint(Path classPath, String... locations) {
		FingerprintBuilder fingerprint = new FingerprintBuilder();
		seeds(classPath, List.of(), locations).addTo(fingerprint, DATABASE);
		return fingerprint.build();
	}

	private List<String> log() {
		return Sql.query(this.file, LOG);
	}

	private static void insert(DataSource dataSource, String text) {
		new JdbcTemplate(dataSource).update("INSERT INTO log (text) VALUES (?)", text);
	}

	private static final class FailingSeeder implements TemplateSeeder {

		@Override
		public void seed(DataSource dataSource) throws IOException {
			insert(dataSource, "half of it");
			throw new IOException("no tenants");
		}

	}

	private record VersionedSeeder(String version) implements TemplateSeeder {

		@Override
		public void seed(DataSource dataSource) {
		}

	}

}
