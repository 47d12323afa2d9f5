package io.github.pristinedb.flyway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.template.FingerprintBuilder;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationPattern;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationConfigurationExtension;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.extensibility.Plugin;
import org.flywaydb.core.internal.configuration.models.EnvironmentModel;
import org.flywaydb.core.internal.plugin.PluginRegister;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link FlywayInputs}.
 */
@DeliberateOutput("Skipping filesystem location")
class FlywayInputsTests {

	private static final String FOLDER = "db/migration/";

	private static final MigrationFiles MIGRATIONS = MigrationFiles
		.of(FOLDER + "V1__projects.sql", "create table project (id integer primary key);\n")
		.with(FOLDER + "plans/V2__plans.sql", "create table plan (id integer primary key, name text);\n")
		.with(FOLDER + "R__overview.sql", "create view overview as select * from plan;\n");

	private static @Nullable Fingerprint plain;

	@TempDir
	private Path directory;

	private int number;

	@Test
	void sameFilesInTwoDirectoriesHaveOneFingerprint() {
		assertThat(folder(MIGRATIONS)).isEqualTo(folder(MIGRATIONS));
	}

	@Test
	void jarHasTheFingerprintOfItsFolder() throws IOException {
		MigrationFiles files = MIGRATIONS
			.withClass("db.migration.V3__Names",
					javaMigration("db.migration", "V3__Names", "new Runnable() { public void run() { } }.run();"))
			.with(FOLDER + "V4__\u00fcml\u00e4ut_\u4e2d.sql", "select '\u00e9';".getBytes(StandardCharsets.UTF_16LE));
		Fingerprint first = jar(files);
		assertThat(jar(files)).isEqualTo(first);
		assertThat(jar(files.without(FOLDER + "V1__projects.sql"))).isNotEqualTo(first);
		// The file system of the build may not know the letters.
		MigrationFiles plain = files.without(FOLDER + "V4__\u00fcml\u00e4ut_\u4e2d.sql");
		assertThat(jar(plain)).isEqualTo(folder(plain)).isNotEqualTo(first);
	}

	@Test
	void folderOfTheFileSystemHasTheFingerprintOfTheClassPath() {
		Path root = MIGRATIONS.writeTo(next());
		assertThat(Fingerprints.of(Fingerprints.fileSystem(root.resolve("db/migration"))))
			.isEqualTo(Fingerprints.of(Fingerprints.classPath(root)));
	}

	@Test
	void relativeLocationOfTheFileSystemHasTheFingerprintOfAnAbsoluteOne() {
		Path location = MIGRATIONS.writeTo(next()).resolve("db/migration");
		Path relative = Path.of("").toAbsolutePath().relativize(location.toAbsolutePath());
		assertThat(Fingerprints.of(Fingerprints.fileSystem(relative)))
			.isEqualTo(Fingerprints.of(Fingerprints.fileSystem(location)))
			.isEqualTo(folder(MIGRATIONS));
	}

	@Test
	void timesOfFilesMakeNoDifference() throws IOException {
		Path root = MIGRATIONS.writeTo(next());
		Fingerprint before = Fingerprints.of(Fingerprints.classPath(root));
		Files.setLastModifiedTime(root.resolve(FOLDER + "V1__projects.sql"), FileTime.from(Instant.EPOCH));
		assertThat(Fingerprints.of(Fingerprints.classPath(root))).isEqualTo(before);
	}

	@Test
	void anotherProcessInAnotherLocaleZoneCharsetDirectoryAndUserHasTheSameFingerprint() throws Exception {
		MigrationFiles files = MIGRATIONS
			.with(FOLDER + "V4__name.sql", "insert into plan values (1, 'I\u0131\u0130i\u00e9');")
			.with(FOLDER + "V5__init.SQL", "select 1;")
			.withClass("db.migration.V3__Names", javaMigration("db.migration", "V3__Names", "int i = 0;"));
		Path here = files.writeTo(next());
		Path there = files.writeTo(next());
		JvmCommand elsewhere = JvmCommand.of(Elsewhere.class)
			.options("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Kiritimati",
					"-Dfile.encoding=ISO-8859-1", "-Duser.name=somebody")
			.in(next());
		try (ForkedJvm jvm = elsewhere.start(there)) {
			assertThat(jvm.finish().lines().reduce((first, second) -> second))
				.contains(Fingerprints.of(Fingerprints.classPath(here)).value());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "V1__projects.sql", "plans/V2__plans.sql", "R__overview.sql", "B3__baseline.sql",
			"U1__projects.sql", "beforeMigrate.sql", "afterEachMigrate__log.sql", "V1__projects.sql.conf",
			"V9__script.sh", "V10__script", "afterMigrate.ps1", "V7__UPPER.SQL" })
	void everyByteOfEveryScriptCounts(String path) throws IOException {
		MigrationFiles files = MIGRATIONS.with(FOLDER + path, "executeInTransaction=true\n");
		Fingerprint before = folder(files);
		MigrationFiles changed = files.with(FOLDER + path, "executeInTransaction=TRUE\n");
		assertThat(before).isNotEqualTo(folder(MIGRATIONS.without(FOLDER + path)));
		assertThat(folder(changed)).isNotEqualTo(before);
		assertThat(jar(changed)).isEqualTo(folder(changed));
		assertThat(fileSystem(changed)).isEqualTo(folder(changed));
	}

	@ParameterizedTest
	@MethodSource
	void rawBytesCountAlsoWhereTheTextIsTheSame(byte[] first, byte[] second) throws IOException {
		MigrationFiles one = MIGRATIONS.with(FOLDER + "V3__bytes.sql", first);
		MigrationFiles other = MIGRATIONS.with(FOLDER + "V3__bytes.sql", second);
		assertThat(folder(one)).isNotEqualTo(folder(other));
		assertThat(jar(one)).isNotEqualTo(jar(other)).isEqualTo(folder(one));
		assertThat(fileSystem(one)).isNotEqualTo(fileSystem(other)).isEqualTo(folder(one));
	}

	static Stream<Arguments> rawBytesCountAlsoWhereTheTextIsTheSame() {
		byte[] text = "select 1;\n".getBytes(StandardCharsets.UTF_8);
		return Stream.of(arguments(text, "\ufeffselect 1;\n".getBytes(StandardCharsets.UTF_8)),
				arguments(text, "select 1;\r\n".getBytes(StandardCharsets.UTF_8)),
				arguments(new byte[] { 's', (byte) 0xFF }, new byte[] { 's', (byte) 0xFE }),
				arguments(new byte[] { (byte) 0xC0, (byte) 0x80 }, new byte[] { 0 }), arguments(text, new byte[0]));
	}

	@Test
	void encodingInAScriptConfigDoesNotHideBytes() {
		MigrationFiles files = MIGRATIONS.with(FOLDER + "V3__bytes.sql.conf", "encoding=US-ASCII\n");
		assertThat(fileSystem(files.with(FOLDER + "V3__bytes.sql", new byte[] { 's', (byte) 0xFF })))
			.isNotEqualTo(fileSystem(files.with(FOLDER + "V3__bytes.sql", new byte[] { 's', (byte) 0xFE })));
	}

	@Test
	void scriptConfigCountsWhereAWildcardPassesOverIt() {
		Path one = MIGRATIONS.with(FOLDER + "V1__projects.sql.conf", "encoding=UTF-8").writeTo(next());
		Path other = MIGRATIONS.with(FOLDER + "V1__projects.sql.conf", "encoding=US-ASCII").writeTo(next());
		assertThat(Fingerprints.of(Fingerprints.fileSystem(one.resolve("db/migration/V*.sql"))))
			.isNotEqualTo(Fingerprints.of(Fingerprints.fileSystem(other.resolve("db/migration/V*.sql"))));
	}

	@Test
	void pathOfAScriptCounts() {
		Fingerprint before = folder(MIGRATIONS);
		MigrationFiles without = MIGRATIONS.without(FOLDER + "plans/V2__plans.sql");
		String content = "create table plan (id integer primary key, name text);\n";
		assertThat(folder(without.with(FOLDER + "V2__plans.sql", content))).isNotEqualTo(before);
		assertThat(folder(without.with(FOLDER + "plans/V2__plan.sql", content))).isNotEqualTo(before);
	}

	@Test
	void filesThatFlywayPassesOverMakeNoDifference() throws IOException {
		MigrationFiles more = MIGRATIONS.with(FOLDER + "README.md", "Read me")
			.with(FOLDER + "data.csv", "1;2")
			.with(FOLDER + "V8__other.sql.bak", "select 1")
			.with(FOLDER + ".hidden/V9__hidden.txt", "select 1")
			.with("other/V9__elsewhere.sql", "select 1")
			.with("V9__elsewhere.sql", "select 1");
		assertThat(folder(more)).isEqualTo(folder(MIGRATIONS));
		assertThat(jar(more)).isEqualTo(folder(MIGRATIONS));
	}

	@Test
	void everythingThatFlywayResolvesCounts() {
		MigrationFiles files = MIGRATIONS.with(FOLDER + "V2_1__underscore.sql", "select 1;")
			.with(FOLDER + "deep/er/V20240101.1200__date.sql", "select 1;")
			.with(FOLDER + "V3__UPPER.SQL", "select 1;")
			.with(FOLDER + "V4__shell.sh", "exit 0")
			.with(FOLDER + "V5__python.py", "")
			.with(FOLDER + "B2.5__baseline.sql", "select 1;")
			.with(FOLDER + "R__.sql", "select 1;")
			.withClass("db.migration.V6__Java", javaMigration("db.migration", "V6__Java", ""))
			.withClass("db.migration.deep.V7__Java", javaMigration("db.migration.deep", "V7__Java", ""));
		Path root = files.writeTo(next());
		Flyway flyway = Flyway.configure(MigrationFiles.classLoader(root))
			.dataSource("jdbc:sqlite:" + next().resolve("info.db"), null, null)
			.load();
		List<String> scripts = Arrays.stream(flyway.info().all()).map(MigrationInfo::getScript).toList();
		assertThat(scripts).hasSizeGreaterThanOrEqualTo(11)
			.contains("plans/V2__plans.sql", "V5__python.py", "B2.5__baseline.sql", "db.migration.deep.V7__Java");
		Fingerprint before = folder(files);
		for (String script : scripts) {
			String path = FOLDER + script;
			if (script.startsWith("db.migration.")) {
				path = script.replace('.', '/') + ".class";
				String simpleName = script.substring(script.lastIndexOf('.') + 1);
				String packageName = script.substring(0, script.lastIndexOf('.'));
				assertThat(folder(files.withClass(script, javaMigration(packageName, simpleName, "int i = 0;"))))
					.as(script)
					.isNotEqualTo(before);
			}
			assertThat(folder(files.without(path))).as(script).isNotEqualTo(before);
		}
	}

	@Test
	void wildcardsFindWhatFlywayFinds() {
		MigrationFiles files = MIGRATIONS.with("db/a/sql/V3__a.sql", "select 3;")
			.with("db/b/sql/V4__b.sql", "select 4;")
			.with("db/b/other/V5__c.sql", "select 5;");
		for (String location : List.of("classpath:db/*/sql", "classpath:db/**/sql")) {
			Fingerprint before = folder(files, (configuration) -> configuration.locations(location));
			assertThat(folder(files.with("db/b/sql/V4__b.sql", "select 0;"),
					(configuration) -> configuration.locations(location)))
				.isNotEqualTo(before);
			assertThat(folder(files.with("db/b/other/V5__c.sql", "select 0;"),
					(configuration) -> configuration.locations(location)))
				.isEqualTo(before);
			assertThat(folder(files, (configuration) -> configuration.locations("classpath:db/a/sql")))
				.isNotEqualTo(before);
		}
		Path root = files.writeTo(next());
		assertThat(Fingerprints.of(Fingerprints.fileSystem(root.resolve("db/*/sql"))))
			.isEqualTo(folder(files, (configuration) -> configuration.locations("classpath:db/*/sql")));
	}

	@Test
	void orderOfLocationsAndTheFileToWhichAFileBelongsMakeNoDifference() {
		MigrationFiles files = MigrationFiles.of("a/V1__one.sql", "select 1;").with("b/V2__two.sql", "select 2;");
		Fingerprint before = folder(files, (configuration) -> configuration.locations("a", "b"));
		assertThat(folder(files, (configuration) -> configuration.locations("b", "a"))).isEqualTo(before);
		MigrationFiles moved = MigrationFiles.of("a/V1__one.sql", "select 1;").with("a/V2__two.sql", "select 2;");
		assertThat(folder(moved, (configuration) -> configuration.locations("a", "b"))).isEqualTo(before);
	}

	@Test
	void filesOfOneNameInTwoLocationsBothCount() {
		MigrationFiles files = MigrationFiles.of("a/V1__one.sql", "select 1;").with("b/V1__one.sql", "select 2;");
		Fingerprint before = locationsAandB(files);
		assertThat(locationsAandB(files.with("a/V1__one.sql", "select 3;"))).isNotEqualTo(before);
		assertThat(locationsAandB(files.with("b/V1__one.sql", "select 3;"))).isNotEqualTo(before);
		assertThat(locationsAandB(files.without("b/V1__one.sql"))).isNotEqualTo(before);
		assertThat(locationsAandB(MigrationFiles.of("a/V1__one.sql", "select 2;").with("b/V1__one.sql", "select 1;")))
			.isEqualTo(before);
	}

	@Test
	void oneLocationInTwoJarsIsReadFromBoth() throws IOException {
		Path first = MIGRATIONS.writeJar(next().resolve("first.jar"));
		Path second = MigrationFiles.of(FOLDER + "V3__more.sql", "select 3;").writeJar(next().resolve("second.jar"));
		Fingerprint both = Fingerprints.of(Fingerprints.classPath(first, second));
		assertThat(both).isEqualTo(folder(MIGRATIONS.with(FOLDER + "V3__more.sql", "select 3;")))
			.isEqualTo(Fingerprints.of(Fingerprints.classPath(second, first)));
	}

	@Test
	void filesOfOneNameInTwoJarsAreEachReadFromTheirOwn() throws IOException {
		Path first = MIGRATIONS.writeJar(next().resolve("first.jar"));
		Path same = MIGRATIONS.writeJar(next().resolve("same.jar"));
		Path other = MIGRATIONS.with(FOLDER + "V1__projects.sql", "other").writeJar(next().resolve("other.jar"));
		assertThat(Fingerprints.of(Fingerprints.classPath(first, other)))
			.isNotEqualTo(Fingerprints.of(Fingerprints.classPath(first, same)));
	}

	@Test
	void callbackLocationsCount() {
		MigrationFiles files = MIGRATIONS.with("db/callback/afterMigrate.sql", "select 1;");
		UnaryOperator<FluentConfiguration> customizer = (configuration) -> configuration
			.callbackLocations("classpath:db/callback");
		Fingerprint before = folder(files, customizer);
		assertThat(before).isNotEqualTo(folder(files));
		assertThat(folder(files.with("db/callback/afterMigrate.sql", "select 2;"), customizer)).isNotEqualTo(before);
		assertThat(folder(files.with("db/callback/afterMigrate.sql.conf", "executeInTransaction=false"), customizer))
			.isNotEqualTo(before);
		MigrationFiles moved = MIGRATIONS.with(FOLDER + "afterMigrate.sql", "select 1;");
		assertThat(folder(moved, customizer)).isNotEqualTo(before);
	}

	@Test
	void switchingToCallbackLocationsCountsAlsoWhenTheyAreEmpty() {
		MigrationFiles files = MIGRATIONS.with(FOLDER + "afterMigrate.sql", "select 1;");
		assertThat(folder(files, (configuration) -> configuration.callbackLocations("classpath:nowhere")))
			.isNotEqualTo(folder(files));
	}

	@Test
	void missingLocationsAreLeftToFlyway() {
		Fingerprint without = folder(MIGRATIONS);
		String missing = "filesystem:" + this.directory.resolve("missing");
		for (String location : List.of(missing, "classpath:missing")) {
			UnaryOperator<FluentConfiguration> customizer = (configuration) -> configuration
				.locations("classpath:db/migration", location);
			assertThat(folder(MIGRATIONS, customizer)).isEqualTo(without);
			Fingerprint refused = folder(MIGRATIONS,
					(configuration) -> customizer.apply(configuration).failOnMissingLocations(true));
			assertThat(refused)
				.isNotEqualTo(folder(MIGRATIONS, (configuration) -> configuration.failOnMissingLocations(true)));
		}
	}

	@Test
	void scriptConfigThatFlywayRefusesIsLeftToFlyway() {
		MigrationFiles files = MIGRATIONS.with(FOLDER + "V1__projects.sql.conf", "unknown=1");
		Path location = files.writeTo(next()).resolve("db/migration");
		assertThat(Fingerprints.of(Fingerprints.fileSystem(location))).isNotEqualTo(folder(MIGRATIONS));
		Flyway flyway = Fingerprints.fileSystem(location)
			.dataSource("jdbc:sqlite:" + next().resolve("a.db"), null, null)
			.load();
		assertThatExceptionOfType(FlywayException.class).isThrownBy(flyway::migrate);
	}

	@Test
	void noMigrationsAtAllHaveAFingerprint() {
		assertThat(folder(MigrationFiles.none())).isEqualTo(folder(MigrationFiles.none()))
			.isNotEqualTo(folder(MIGRATIONS));
	}

	@Test
	void scannedJavaMigrationsCountByTheirBytes() throws IOException {
		MigrationFiles first = MIGRATIONS.withClass("db.migration.V3__Java",
				javaMigration("db.migration", "V3__Java", "String s = \"a\";"));
		MigrationFiles second = MIGRATIONS.withClass("db.migration.V3__Java",
				javaMigration("db.migration", "V3__Java", "String s = \"b\";"));
		assertThat(folder(first)).isNotEqualTo(folder(second)).isNotEqualTo(folder(MIGRATIONS));
		assertThat(jar(first)).isEqualTo(folder(first));
		assertThat(jar(second)).isEqualTo(folder(second));
	}

	@Test
	void classesNestedInScannedJavaMigrationsCount() throws IOException {
		String source = "new Object() { void a() { class Local { String b() { return \"%s\"; } } new Local().b(); } }.a();";
		MigrationFiles first = MIGRATIONS.withClass("db.migration.V3__Java",
				javaMigration("db.migration", "V3__Java", source.formatted("a")));
		MigrationFiles second = MIGRATIONS.withClass("db.migration.V3__Java",
				javaMigration("db.migration", "V3__Java", source.formatted("b")));
		assertThat(first.files().get("db/migration/V3__Java.class"))
			.isEqualTo(second.files().get("db/migration/V3__Java.class"));
		assertThat(folder(first)).isNotEqualTo(folder(second));
		assertThat(jar(first)).isEqualTo(folder(first)).isNotEqualTo(jar(second));
	}

	@Test
	void classesBesideJavaMigrationsMakeNoDifference() {
		MigrationFiles files = MIGRATIONS.withClass("db.migration.V3__Java",
				javaMigration("db.migration", "V3__Java", ""));
		assertThat(folder(files.withClass("db.migration.Helper", "package db.migration; class Helper { }")))
			.isEqualTo(folder(files));
	}

	@Test
	void checksumOfAJavaMigrationCounts() {
		assertThat(javaMigrations(new V1__Bean(1))).isNotEqualTo(javaMigrations(new V1__Bean(2)))
			.isEqualTo(javaMigrations(new V1__Bean(1)));
	}

	@Test
	void javaMigrationBeansCountWhateverTheirOrder() {
		JavaMigration one = new V1__Bean(1);
		JavaMigration two = new V2__Bean();
		assertThat(javaMigrations(one)).isNotEqualTo(javaMigrations()).isNotEqualTo(javaMigrations(two));
		assertThat(javaMigrations(one, two)).isEqualTo(javaMigrations(two, one)).isNotEqualTo(javaMigrations(one));
		assertThat(javaMigrations(new V1__Bean(1), new V1__Bean(2))).isNotEqualTo(javaMigrations(new V1__Bean(1)));
	}

	@Test
	void bytesOfJavaMigrationBeansCount() throws Exception {
		Fingerprint first = javaMigrations(compiledBean("String s = \"a\";"));
		assertThat(javaMigrations(compiledBean("String s = \"b\";"))).isNotEqualTo(first);
		assertThat(javaMigrations(compiledBean("String s = \"a\";"))).isEqualTo(first);
	}

	@Test
	void callbacksCountAlsoByTheirOrder() {
		Fingerprint first = callbacks(new FirstCallback(), new SecondCallback());
		assertThat(callbacks(new FirstCallback(), new SecondCallback())).isEqualTo(first);
		assertThat(callbacks(new SecondCallback(), new FirstCallback())).isNotEqualTo(first);
		assertThat(callbacks(new FirstCallback())).isNotEqualTo(first);
		assertThat(callbacks()).isNotEqualTo(first);
	}

	@Test
	void bytesOfCallbacksCountAlsoWhereFlywayFindsThem() throws IOException {
		String source = """
				package app;
				public class AppCallback extends org.flywaydb.core.api.callback.BaseCallback {
					@Override
					public void handle(org.flywaydb.core.api.callback.Event event,
							org.flywaydb.core.api.callback.Context context) {
						System.setProperty("a", "%s");
					}
				}
				""";
		MigrationFiles first = MIGRATIONS.withClass("app.AppCallback", source.formatted("a"));
		MigrationFiles second = MIGRATIONS.withClass("app.AppCallback", source.formatted("b"));
		for (String callback : List.of("app.AppCallback", "app")) {
			UnaryOperator<FluentConfiguration> customizer = (configuration) -> configuration.callbacks(callback);
			assertThat(folder(first, customizer)).isNotEqualTo(folder(second, customizer)).isNotEqualTo(folder(first));
		}
	}

	@Test
	void resolversCount() throws IOException {
		String source = """
				package app;
				public class AppResolver implements org.flywaydb.core.api.resolver.MigrationResolver {
					@Override
					public java.util.Collection<org.flywaydb.core.api.resolver.ResolvedMigration> resolveMigrations(
							Context context) {
						System.setProperty("a", "%s");
						return java.util.List.of();
					}
				}
				""";
		MigrationFiles first = MIGRATIONS.withClass("app.AppResolver", source.formatted("a"));
		MigrationFiles second = MIGRATIONS.withClass("app.AppResolver", source.formatted("b"));
		UnaryOperator<FluentConfiguration> customizer = (configuration) -> configuration.resolvers("app.AppResolver");
		assertThat(folder(first, customizer)).isNotEqualTo(folder(second, customizer)).isNotEqualTo(folder(first));
		MigrationResolver lambda = (context) -> List.of();
		assertThat(folder(MIGRATIONS, (configuration) -> configuration.resolvers(lambda)))
			.isNotEqualTo(folder(MIGRATIONS))
			.isEqualTo(folder(MIGRATIONS, (configuration) -> configuration.resolvers(lambda)));
	}

	@Test
	void resourceProviderTakesThePlaceOfTheScan() {
		Fingerprint first = provided(Map.of("V1__a.sql", "select 'AA';"));
		assertThat(provided(Map.of("V1__a.sql", "select 'AA';"))).isEqualTo(first);
		assertThat(provided(Map.of("V1__a.sql", "select '\u4141';"))).isNotEqualTo(first);
		assertThat(provided(Map.of("V1__b.sql", "select 'AA';"))).isNotEqualTo(first);
		assertThat(provided(Map.of("V1__a.sql", "select 'AA';", "V1__a.sql.conf", "executeInTransaction=false")))
			.isNotEqualTo(first);
		assertThat(provided(Map.of("V1__a.sql", "\ud800\udc00")))
			.isNotEqualTo(provided(Map.of("V1__a.sql", "\ud800\ud800")));
		// The same two bytes, once as two characters and once as one.
		assertThat(provided(Map.of("V1__a.sql", "AA"))).isNotEqualTo(provided(Map.of("V1__a.sql", "\u4141")));
		ResourceProvider provider = new TextProvider(Map.of("V1__a.sql", "select 'AA';"));
		assertThat(folder(MIGRATIONS, (configuration) -> configuration.resourceProvider(provider)))
			.isEqualTo(folder(MigrationFiles.none(), (configuration) -> configuration.resourceProvider(provider)));
	}

	@Test
	void javaMigrationClassProviderTakesThePlaceOfTheScan() {
		MigrationFiles scanned = MIGRATIONS.withClass("db.migration.V3__Java",
				javaMigration("db.migration", "V3__Java", ""));
		ClassProvider<JavaMigration> none = List::of;
		assertThat(folder(scanned, (configuration) -> configuration.javaMigrationClassProvider(none)))
			.isEqualTo(folder(MIGRATIONS));
		ClassProvider<JavaMigration> one = () -> List.of(V2__Bean.class);
		assertThat(folder(MIGRATIONS, (configuration) -> configuration.javaMigrationClassProvider(one)))
			.isNotEqualTo(folder(MIGRATIONS));
	}

	@Test
	void fixedTargetLeavesNoScriptOut() {
		UnaryOperator<FluentConfiguration> customizer = (configuration) -> configuration.target("1");
		assertThat(folder(MIGRATIONS, customizer))
			.isNotEqualTo(folder(MIGRATIONS.with(FOLDER + "plans/V2__plans.sql", "select 1;"), customizer));
	}

	@Test
	void targetsDiffer() {
		Stream<Fingerprint> fingerprints = Stream.of("latest", "next", "current", "1", "1?", "2")
			.map((target) -> folder(MIGRATIONS, (configuration) -> configuration.target(target)));
		assertThat(fingerprints.distinct()).hasSize(6);
	}

	@ParameterizedTest
	@MethodSource("settings")
	void settingCounts(String name, Consumer<FluentConfiguration> setting) {
		UnaryOperator<FluentConfiguration> customizer = (configuration) -> {
			setting.accept(configuration);
			return configuration;
		};
		assertThat(folder(MIGRATIONS, customizer)).as(name)
			.isNotEqualTo(plain())
			.isEqualTo(folder(MIGRATIONS, customizer));
	}

	static Stream<Arguments> settings() {
		return Stream.of(setting("baselineDescription", (c) -> c.baselineDescription("Start")),
				setting("baselineMigrationPrefix",
						(c) -> c.getPluginRegister()
							.getExact(BaselineMigrationConfigurationExtension.class)
							.setBaselineMigrationPrefix("BASE")),
				setting("baselineOnMigrate", (c) -> c.baselineOnMigrate(true)),
				setting("baselineVersion", (c) -> c.baselineVersion("7")), setting("batch", (c) -> c.batch(true)),
				setting("communityDbSupportEnabled", (c) -> c.communityDBSupportEnabled(false)),
				setting("createSchemas", (c) -> c.createSchemas(false)),
				setting("defaultSchema", (c) -> c.defaultSchema("app")),
				setting("detectEncoding", (c) -> c.detectEncoding(true)),
				setting("encoding", (c) -> c.encoding(StandardCharsets.ISO_8859_1)),
				setting("environment",
						(c) -> c.allEnvironments(Map.of("other", new EnvironmentModel())).environment("other")),
				setting("executeInTransaction", (c) -> c.executeInTransaction(false)),
				setting("failOnMissingLocations", (c) -> c.failOnMissingLocations(true)),
				setting("group", (c) -> c.group(true)),
				setting("ignoreMigrationPatterns", (c) -> c.ignoreMigrationPatterns("*:missing")),
				setting("no ignoreMigrationPatterns", (c) -> c.ignoreMigrationPatterns(new String[0])),
				setting("initSql", (c) -> c.initSql("pragma foreign_keys = on")),
				setting("installedBy", (c) -> c.installedBy("somebody")),
				setting("jdbcProperties", (c) -> c.jdbcProperties(Map.of("date_class", "text"))),
				setting("mixed", (c) -> c.mixed(true)), setting("outOfOrder", (c) -> c.outOfOrder(true)),
				setting("placeholderPrefix", (c) -> c.placeholderPrefix("#[")),
				setting("placeholderReplacement", (c) -> c.placeholderReplacement(false)),
				setting("placeholders", (c) -> c.placeholders(Map.of("owner", "app"))),
				setting("placeholderSeparator", (c) -> c.placeholderSeparator("_")),
				setting("placeholderSuffix", (c) -> c.placeholderSuffix("]")),
				setting("repeatableSqlMigrationPrefix", (c) -> c.repeatableSqlMigrationPrefix("REPEAT")),
				setting("schemas", (c) -> c.schemas("one", "two")),
				setting("scriptPlaceholderPrefix", (c) -> c.scriptPlaceholderPrefix("SP__")),
				setting("scriptPlaceholderSuffix", (c) -> c.scriptPlaceholderSuffix("_SP")),
				setting("skipDefaultCallbacks", (c) -> c.skipDefaultCallbacks(true)),
				setting("skipDefaultResolvers", (c) -> c.skipDefaultResolvers(true)),
				setting("skipExecutingMigrations", (c) -> c.skipExecutingMigrations(true)),
				setting("sqlMigrationPrefix", (c) -> c.sqlMigrationPrefix("M")),
				setting("sqlMigrationSeparator", (c) -> c.sqlMigrationSeparator("--")),
				setting("sqlMigrationSuffixes", (c) -> c.sqlMigrationSuffixes(".sql", ".ddl")),
				setting("stream", (c) -> c.stream(true)), setting("table", (c) -> c.table("history")),
				setting("tablespace", (c) -> c.tablespace("fast")), setting("target", (c) -> c.target("2")),
				setting("validateMigrationNaming", (c) -> c.validateMigrationNaming(true)),
				setting("validateOnMigrate", (c) -> c.validateOnMigrate(false)));
	}

	private static Arguments setting(String name, Consumer<FluentConfiguration> setting) {
		return arguments(name, setting);
	}

	@ParameterizedTest
	@MethodSource("settingsOfOtherEditions")
	void settingOfAnotherEditionCounts(String getter, Object value) {
		FluentConfiguration configuration = Fingerprints.classPath(MIGRATIONS.writeTo(next()));
		assertThat(Fingerprints.of(with(configuration, getter, value))).isNotEqualTo(plain());
	}

	static Stream<Arguments> settingsOfOtherEditions() {
		return Stream.of(arguments("getErrorOverrides", new String[] { "S0001:0:I-" }),
				arguments("getCherryPick", new MigrationPattern[] { new MigrationPattern("2") }),
				arguments("getDryRunOutput", OutputStream.nullOutputStream()));
	}

	@Test
	void pluginsThatDoNotComeWithFlywayCount() {
		FluentConfiguration configuration = Fingerprints.classPath(MIGRATIONS.writeTo(next()));
		PluginRegister plugins = new PluginRegister() {

			@Override
			public <T extends Plugin> List<T> getInstancesOf(Class<T> type) {
				List<T> instances = new ArrayList<>(super.getInstancesOf(type));
				Plugin foreign = new ForeignPlugin();
				if (type.isInstance(foreign)) {
					instances.add(type.cast(foreign));
				}
				return instances;
			}

		};
		assertThat(Fingerprints.of(with(configuration, "getPluginRegister", plugins))).isNotEqualTo(folder(MIGRATIONS));
		assertThat(Fingerprints.of(with(configuration, "getPluginRegister", new PluginRegister())))
			.isEqualTo(folder(MIGRATIONS));
	}

	@Test
	void foldersInAJarAreNoScriptsWhereThePrefixIsEmpty() throws IOException {
		UnaryOperator<FluentConfiguration> customizer = (configuration) -> configuration.sqlMigrationPrefix("");
		Path jar = MIGRATIONS.writeJar(next().resolve("migrations.jar"));
		assertThat(Fingerprints.of(customizer.apply(Fingerprints.classPath(jar))))
			.isEqualTo(folder(MIGRATIONS, customizer));
	}

	@Test
	void callbackLocationsAreReadByTheirBytesBesideAResourceProvider() {
		ResourceProvider provider = new TextProvider(Map.of());
		List<Fingerprint> fingerprints = Stream.of((byte) 0xFE, (byte) 0xFF).map((last) -> {
			Path root = MigrationFiles.none()
				.with("afterMigrate.sql", new byte[] { 's', last })
				.with("afterMigrate.sql.conf", "encoding=US-ASCII".getBytes(StandardCharsets.UTF_8))
				.writeTo(next());
			return folder(MIGRATIONS, (configuration) -> configuration.resourceProvider(provider)
				.callbackLocations("filesystem:" + root));
		}).toList();
		assertThat(fingerprints).doesNotHaveDuplicates();
	}

	@Test
	void listsOfSettingsDoNotRunIntoOneAnother() {
		Stream<Fingerprint> fingerprints = Stream
			.of(new String[] { "a", "b" }, new String[] { "a,b" }, new String[] { "a, b" }, new String[] { "b", "a" },
					new String[] { "ab" })
			.map((schemas) -> folder(MIGRATIONS, (configuration) -> configuration.schemas(schemas)));
		assertThat(fingerprints.distinct()).hasSize(5);
	}

	@Test
	void orderOfPlaceholdersMakesNoDifferenceButEachNameAndValueDoes() {
		assertThat(placeholders("a", "1", "b", "2")).isEqualTo(placeholders("b", "2", "a", "1"))
			.isNotEqualTo(placeholders("a", "2", "b", "1"))
			.isNotEqualTo(placeholders("a", "1"));
	}

	@Test
	void machineMakesNoDifference() {
		assertThat(folder(MIGRATIONS,
				(configuration) -> configuration.connectRetries(3)
					.connectRetriesInterval(7)
					.lockRetryCount(9)
					.loggers("slf4j")
					.workingDirectory(this.directory.toString())
					.reportFilename("report")
					.outputQueryResults(false)
					.cleanDisabled(false)
					.jdbcProperties(Map.of("user", "me", "password", "secret"))))
			.isEqualTo(folder(MIGRATIONS));
		Path root = MIGRATIONS.writeTo(next());
		assertThat(Fingerprints.of(Flyway.configure(MigrationFiles.classLoader(root))
			.dataSource("jdbc:sqlite:elsewhere.db", "me", "secret"))).isEqualTo(folder(MIGRATIONS));
	}

	@Test
	void loadedFlywayHasTheFingerprintOfItsConfiguration() {
		Path root = MIGRATIONS.writeTo(next());
		assertThat(Fingerprints.of(Fingerprints.classPath(root).load().getConfiguration()))
			.isEqualTo(Fingerprints.of(Fingerprints.classPath(root)));
	}

	@Test
	void fingerprintIsTheSameBeforeAndAfterTheMigration() {
		Path root = MIGRATIONS.writeTo(next());
		Flyway flyway = Flyway.configure(MigrationFiles.classLoader(root))
			.dataSource("jdbc:sqlite:" + next().resolve("a.db"), null, null)
			.load();
		Fingerprint before = Fingerprints.of(flyway.getConfiguration());
		flyway.migrate();
		assertThat(Fingerprints.of(flyway.getConfiguration())).isEqualTo(before);
	}

	// Fails when a new version of Flyway has a setting that nobody has judged yet.
	@Test
	void everyGetterOfTheConfigurationIsAnInputOrKnownNotToBe() {
		Set<String> notInputs = Set.of("getUrl", "getUser", "getPassword", "getDataSource", "getDriver",
				"getConnectRetries", "getConnectRetriesInterval", "getLockRetryCount", "getWorkingDirectory",
				"getPowershellExecutable", "getKerberosConfigFile", "getLoggers", "getReportFilename",
				"isReportEnabled", "isOutputQueryResults", "isCleanDisabled", "getModernConfig",
				"getCachedResolvedEnvironments", "getCachedDataSources", "getConfigurationExtension",
				"getResolvedEnvironment", "createProgress");
		Set<String> called = new TreeSet<>();
		Configuration configuration = Fingerprints
			.classPath(MIGRATIONS.withClass("db.migration.V3__Java", javaMigration("db.migration", "V3__Java", ""))
				.writeTo(next()));
		Configuration recording = (Configuration) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Configuration.class }, (proxy, method, arguments) -> {
					called.add(method.getName());
					try {
						return method.invoke(configuration, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
		FlywayInputs.addTo(new FingerprintBuilder(), new FlywayScan(recording));
		assertThat(called).doesNotContainAnyElementsOf(notInputs);
		called.addAll(notInputs);
		assertThat(called).containsExactlyInAnyOrderElementsOf(
				new TreeSet<>(Arrays.stream(Configuration.class.getMethods()).map(Method::getName).toList()));
	}

	private static Configuration with(Configuration configuration, String getter, Object value) {
		return (Configuration) Proxy.newProxyInstance(FlywayInputsTests.class.getClassLoader(),
				new Class<?>[] { Configuration.class }, (proxy, method, arguments) -> {
					try {
						return method.getName().equals(getter) ? value : method.invoke(configuration, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private Path next() {
		try {
			return Files.createDirectories(this.directory.resolve("d" + this.number++));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The fingerprint of the migrations without any setting, once for all settings.
	 */
	private Fingerprint plain() {
		if (plain == null) {
			plain = folder(MIGRATIONS);
		}
		return plain;
	}

	private Fingerprint folder(MigrationFiles files) {
		return folder(files, UnaryOperator.identity());
	}

	private Fingerprint folder(MigrationFiles files, UnaryOperator<FluentConfiguration> customizer) {
		return Fingerprints.of(customizer.apply(Fingerprints.classPath(files.writeTo(next()))));
	}

	private Fingerprint jar(MigrationFiles files) throws IOException {
		return Fingerprints.of(Fingerprints.classPath(files.writeJar(next().resolve("migrations.jar"))));
	}

	private Fingerprint fileSystem(MigrationFiles files) {
		return Fingerprints.of(Fingerprints.fileSystem(files.writeTo(next()).resolve("db/migration")));
	}

	private Fingerprint locationsAandB(MigrationFiles files) {
		return folder(files, (configuration) -> configuration.locations("a", "b"));
	}

	private Fingerprint javaMigrations(JavaMigration... migrations) {
		return folder(MIGRATIONS, (configuration) -> configuration.javaMigrations(migrations));
	}

	private Fingerprint callbacks(BaseCallback... callbacks) {
		return folder(MIGRATIONS, (configuration) -> configuration.callbacks(callbacks));
	}

	private Fingerprint provided(Map<String, String> texts) {
		return folder(MigrationFiles.none(),
				(configuration) -> configuration.resourceProvider(new TextProvider(texts)));
	}

	private Fingerprint placeholders(String... namesAndValues) {
		Map<String, String> placeholders = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			placeholders.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return folder(MIGRATIONS, (configuration) -> configuration.placeholders(placeholders));
	}

	private JavaMigration compiledBean(String statement) throws Exception {
		Path root = MigrationFiles.none()
			.withClass("app.V5__Bean", javaMigration("app", "V5__Bean", statement))
			.writeTo(next());
		return (JavaMigration) MigrationFiles.classLoader(root)
			.loadClass("app.V5__Bean")
			.getDeclaredConstructor()
			.newInstance();
	}

	private static String javaMigration(String packageName, String simpleName, String statements) {
		return """
				package %s;
				public class %s extends org.flywaydb.core.api.migration.BaseJavaMigration {
					@Override
					public void migrate(org.flywaydb.core.api.migration.Context context) {
						%s
					}
				}
				""".formatted(packageName, simpleName, statements);
	}

	/**
	 * Prints the fingerprint of a folder, in a process of its own.
	 */
	static final class Elsewhere {

		private Elsewhere() {
		}

		public static void main(String[] arguments) {
			System.out.println(Fingerprints.of(Fingerprints.classPath(Path.of(arguments[0]))));
		}

	}

	static class V1__Bean extends BaseJavaMigration {

		private final int checksum;

		V1__Bean(int checksum) {
			this.checksum = checksum;
		}

		@Override
		public Integer getChecksum() {
			return this.checksum;
		}

		@Override
		public void migrate(Context context) {
		}

	}

	public static class V2__Bean extends BaseJavaMigration {

		@Override
		public void migrate(Context context) {
		}

	}

	static class ForeignPlugin implements Plugin {

	}

	static class FirstCallback extends BaseCallback {

		@Override
		public void handle(Event event, org.flywaydb.core.api.callback.Context context) {
		}

	}

	static class SecondCallback extends FirstCallback {

	}

	private record TextProvider(Map<String, String> texts) implements ResourceProvider {

		@Override
		public @Nullable LoadableResource getResource(String name) {
			return this.texts.containsKey(name) ? resource(name) : null;
		}

		@Override
		public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
			// Unlike Flyway's own, this one does not know that every name has the empty
			// prefix and suffix.
			return this.texts.keySet()
				.stream()
				.filter((name) -> !prefix.isEmpty() && name.startsWith(prefix))
				.filter((name) -> Arrays.stream(suffixes)
					.anyMatch((suffix) -> !suffix.isEmpty() && name.endsWith(suffix)))
				.map(this::resource)
				.toList();
		}

		private LoadableResource resource(String name) {
			return new LoadableResource() {

				@Override
				public Reader read() {
					return new StringReader(TextProvider.this.texts.getOrDefault(name, ""));
				}

				@Override
				public String getAbsolutePath() {
					return name;
				}

				@Override
				public String getAbsolutePathOnDisk() {
					return name;
				}

				@Override
				public String getFilename() {
					return name;
				}

				@Override
				public String getRelativePath() {
					return name;
				}

			};
		}

	}

}
