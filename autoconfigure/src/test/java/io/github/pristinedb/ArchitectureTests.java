package io.github.pristinedb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.cucumber.core.backend.BackendProviderService;
import io.github.pristinedb.engine.Engines;
import io.github.pristinedb.event.PristineListener;
import io.github.pristinedb.merge.MergeCommand;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationEvent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which, and what is public.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.pristinedb";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	// Each package with those that it may know, which need not exist yet.
	private static final Map<String, List<String>> arrows = new LinkedHashMap<>();

	static {
		arrows.put("error", List.of());
		arrows.put("event", List.of());
		arrows.put("files", List.of());
		arrows.put("launch", List.of("error"));
		arrows.put("engine", List.of("error"));
		arrows.put("engine.comparison", List.of("engine"));
		arrows.put("engine.sqlite", List.of("error", "files", "engine", "engine.comparison", "template.file"));
		arrows.put("engine.h2", List.of("error", "files", "engine", "engine.comparison", "template.file"));
		arrows.put("engine.postgresql",
				List.of("error", "files", "engine", "engine.comparison", "engine.postgresql.embedded"));
		arrows.put("engine.postgresql.embedded", List.of("error", "files", "launch", "scope"));
		arrows.put("template", List.of("error", "event", "files", "engine"));
		arrows.put("template.file", List.of("error", "event", "files", "engine"));
		arrows.put("proxy", List.of());
		arrows.put("transaction", List.of("error", "engine", "proxy"));
		arrows.put("scope", List.of("error", "event"));
		arrows.put("tape", List.of("proxy", "scope"));
		arrows.put("slot", List.of("error", "event", "files", "engine", "proxy", "transaction", "scope", "tape"));
		arrows.put("jdbc", List.of("error", "event", "engine", "proxy", "transaction", "scope", "slot", "tape"));
		arrows.put("evidence", List.of("event", "files", "engine", "scope", "slot", "tape"));
		arrows.put("memory", List.of("error", "scope", "slot", "jdbc"));
		arrows.put("seed", List.of("error", "engine", "template"));
		arrows.put("recipe", List.of("error", "event", "engine", "template", "seed", "slot", "jdbc"));
		arrows.put("flyway", List.of("files", "engine", "template", "recipe", "seed"));
		arrows.put("shard", List.of("error", "event", "files", "launch"));
		arrows.put("cucumber", List.of("scope", "evidence"));
		arrows.put("test", List.of("error", "event", "scope", "slot", "evidence", "launch", "shard"));
		arrows.put("web", List.of("scope"));
		arrows.put("journal", List.of("event", "files", "launch"));
		arrows.put("report", List.of("error", "event", "files", "launch", "shard", "journal"));
		arrows.put("merge", List.of("event", "files", "launch", "shard", "journal", "report"));
		arrows.put("command", List.of("error", "engine", "template", "jdbc", "recipe"));
		arrows.put("autoconfigure", List.of("error", "engine", "template", "seed", "scope", "slot", "jdbc", "recipe",
				"flyway", "launch", "test", "web", "memory", "tape"));
	}

	// What users write in their own code, and nothing of ours has to use.
	private static final Set<String> FOR_USERS = Set.of("PristineDatabase", "Scenario", "Scenarios", "TemplateSeeder",
			"FingerprintContributor", "MergeCommand", "ScenarioHttpClient", "ScenarioThreadLocalAccessor",
			"TemplateCommand", "EmbeddedServerCommand");

	// What Spring Boot 4 has made modules of, whose packages were others before, and what
	// Spring Framework 7 has brought.
	private static final Pattern NOT_EVERYWHERE = Pattern
		.compile("org\\.springframework\\.boot\\.(?!autoconfigure\\.(AutoConfiguration|condition\\.)"
				+ "|availability\\.|context\\.|convert\\.|diagnostics\\.|jdbc\\.(DataSourceBuilder|EmbeddedDatabaseConnection)\\b|json\\.|logging\\."
				+ "|origin\\.|test\\.context\\.|web\\.servlet\\.FilterRegistrationBean|[A-Z])|PauseMode");

	// An adapter for another version is to be a small thing.
	private static final List<String> NAMING_WHAT_IS_NOT_EVERYWHERE = List.of("FastMigrationStrategy",
			"SeedingMigrationStrategy", "OtherMigrationStrategies", "PristineFlywayAutoConfiguration",
			"PristineDisabledAutoConfiguration", "PristineHttpClientAutoConfiguration", "SpringBootNames",
			"SpringBootFlyway", "PauseWarning", "PristinePostgresAutoConfiguration", "EmbeddedConnectionDetails");

	private static final List<String> NAMING_FLYWAY = List.of("PristineFlywayAutoConfiguration",
			"PristineDisabledAutoConfiguration", "OtherMigrationStrategies", "OpeningPlace");

	// The server is Spring Boot's connection details, and no other package names the
	// product.
	private static final String WIRING_THE_EMBEDDED_SERVER = ".*\\.embedded\\."
			+ "(PristinePostgresAutoConfiguration|EmbeddedServerInitializer|EmbeddedConnectionDetails).*";

	static Stream<Map.Entry<String, List<String>>> arrows() {
		return arrows.entrySet().stream();
	}

	@ParameterizedTest
	@MethodSource("arrows")
	void packageKnowsOnlyThoseBelowIt(Map.Entry<String, List<String>> arrow) {
		String[] known = Stream.concat(Stream.of(arrow.getKey()), arrow.getValue().stream())
			.map((name) -> ROOT + "." + name)
			.toArray(String[]::new);
		DescribedPredicate<JavaClass> foreign = DescribedPredicate.not(resideInAPackage(ROOT + ".."));
		check(classes().that()
			.resideInAPackage(ROOT + "." + arrow.getKey())
			.should(onlyDependOnClassesThat(foreign.or(resideInAnyPackage(known)))
				.as("know no other package of ours than " + arrow.getValue())));
	}

	@Test
	void everyPackageHasItsArrows() {
		assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
			.isSubsetOf(arrows.keySet().stream().map((name) -> ROOT + "." + name).toList());
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void filesAreCreatedWrittenAndDeletedInOneRoom() {
		DescribedPredicate<AccessTarget> changing = DescribedPredicate.describe("change a file", (target) -> {
			String owner = target.getOwner().getName();
			return switch (owner) {
				case "java.nio.file.Files" ->
					target.getName().matches("(create|write|new(Output|BufferedW|Byte)|copy|move|delete|set).*");
				case "java.nio.channels.FileChannel" -> target.getName().equals("open");
				case "java.io.File" -> target.getName().matches("(create|delete|mkdir|renameTo|set).*");
				default -> target.getName().equals("<init>")
						&& Set.of("java.io.FileOutputStream", "java.io.RandomAccessFile", "java.io.FileWriter")
							.contains(owner)
						|| owner.equals("org.springframework.util.FileSystemUtils");
			};
		});
		check(noClasses().that()
			.resideOutsideOfPackages(ROOT + ".files..", ROOT + ".engine.sqlite..")
			.should(ArchConditions.accessTargetWhere(JavaAccess.Predicates.target(changing))));
	}

	@Test
	void cucumberIsKnownByOneRoom() {
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".cucumber..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.cucumber.."));
	}

	@Test
	void enginesAndTemplatesKnowNothingOfSpringsContext() {
		check(noClasses().that()
			.resideInAnyPackage(ROOT + ".error..", ROOT + ".event..", ROOT + ".files..", ROOT + ".engine..",
					ROOT + ".template..", ROOT + ".proxy..", ROOT + ".transaction..")
			.and()
			.haveNameNotMatching(WIRING_THE_EMBEDDED_SERVER)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.context..", "org.springframework.beans..",
					"org.springframework.boot.autoconfigure..", "org.springframework.test.."));
	}

	@Test
	void driverOfADatabaseIsKnownByItsEngineOnly() {
		Map.of("sqlite", "org.sqlite..", "h2", "org.h2..", "postgresql", "org.postgresql..")
			.forEach((engine,
					driver) -> check(noClasses().that()
						.resideOutsideOfPackage(ROOT + ".engine." + engine + "..")
						.should()
						.dependOnClassesThat()
						.resideInAPackage(driver)));
	}

	@Test
	void whatH2HidesIsReachedByOneClass() {
		JavaClasses engine = classes.that(resideInAPackage(ROOT + ".engine.h2"));
		assertThat(engine.stream()
			.filter((type) -> type.getDirectDependenciesFromSelf()
				.stream()
				.anyMatch((arrow) -> arrow.getTargetClass().getPackageName().startsWith("java.lang.reflect")))
			.map(JavaClass::getSimpleName)).containsExactly("H2Internals");
	}

	/**
	 * Class files have all names and texts as they are.
	 */
	@Test
	void productIsNamedByItsEngineOnly() {
		assertThat(classes.stream()
			.filter((type) -> !type.getPackageName().startsWith(ROOT + ".engine.sqlite"))
			.filter((type) -> content(type).contains("sqlite"))
			.map(JavaClass::getName)).isEmpty();
	}

	/**
	 * The auto-configuration makes the beans of Flyway. {@code OpeningPlace} lists what
	 * may call a data source, whatever it is for.
	 */
	@Test
	void migrationToolIsNamedByItsOwnPackageAndItsAutoConfiguration() {
		assertThat(classes.stream()
			.filter((type) -> !type.getPackageName().startsWith(ROOT + ".flyway"))
			.filter((type) -> content(type).contains("flyway"))
			.map(JavaClass::getSimpleName)).containsExactlyInAnyOrderElementsOf(NAMING_FLYWAY);
	}

	private static String content(JavaClass type) {
		try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
			return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void flywayIsKnownByItsOwnPackageAndTheAutoConfiguration() {
		check(noClasses().that()
			.resideOutsideOfPackages(ROOT + ".flyway..", ROOT + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.flywaydb.."));
	}

	/**
	 * Read from the sources, since the names of classes in texts count too.
	 */
	@Test
	void whatOtherVersionsOfSpringLackIsNamedByFewClasses() throws IOException {
		Path sources = Path.of("src/main/java");
		try (Stream<Path> files = Files.walk(sources)) {
			List<String> naming = files.filter((file) -> file.toString().endsWith(".java"))
				.filter((file) -> NOT_EVERYWHERE.matcher(read(file)).find())
				.map((file) -> file.getFileName().toString().replace(".java", ""))
				.toList();
			assertThat(naming).containsExactlyInAnyOrderElementsOf(NAMING_WHAT_IS_NOT_EVERYWHERE);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void publicClassIsNeededOutsideItsPackage() {
		check(classes().that().arePublic().and().areTopLevelClasses().should(beNeededOutsideItsPackage()));
	}

	@Test
	void publicClassIsFinalUnlessItIsMadeToBeExtended() {
		check(classes().that()
			.arePublic()
			.and()
			.areTopLevelClasses()
			.and()
			.areNotInterfaces()
			.and()
			.areNotAssignableTo(Throwable.class)
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.should()
			.haveModifier(JavaModifier.FINAL));
	}

	@Test
	void noClassIsNamedAfterNothingInParticular() {
		check(noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)"));
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allMatch((JavaPackage known) -> known.isAnnotatedWith(NullMarked.class));
	}

	private static ArchCondition<JavaClass> beNeededOutsideItsPackage() {
		Set<String> engines = Engines.all(null)
			.stream()
			.map((engine) -> engine.getClass().getName())
			.collect(Collectors.toSet());
		Set<String> services = Stream
			.of(BackendProviderService.class, Extension.class, PristineListener.class, LauncherDiscoveryListener.class,
					LauncherSessionListener.class, PostDiscoveryFilter.class, TestExecutionListener.class)
			.flatMap((service) -> ServiceLoader.load(service).stream())
			.map((provider) -> provider.type().getName())
			.collect(Collectors.toSet());
		return new ArchCondition<>("be needed outside its package") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean needed = type.isAnnotatedWith(AutoConfiguration.class)
						|| type.isAnnotatedWith(ConfigurationProperties.class) || type.isAssignableTo(Throwable.class)
						|| type.isAssignableTo(ApplicationEvent.class) || hasConstant(type)
						|| services.contains(type.getName()) || engines.contains(type.getName())
						|| FOR_USERS.contains(type.getSimpleName())
						|| type.getDirectDependenciesToSelf()
							.stream()
							.anyMatch((dependency) -> !dependency.getOriginClass()
								.getPackageName()
								.equals(type.getPackageName()));
				if (!needed) {
					events.add(SimpleConditionEvent.violated(type,
							type.getName() + " is public, but nothing outside its package uses it"));
				}
			}

		};
	}

	/**
	 * The compiler leaves no trace of where a constant is used.
	 */
	private static boolean hasConstant(JavaClass type) {
		return type.getFields()
			.stream()
			.anyMatch((field) -> field.getModifiers()
				.containsAll(Set.of(JavaModifier.PUBLIC, JavaModifier.STATIC, JavaModifier.FINAL)));
	}

	private static void check(ArchRule rule) {
		// A package of the design may still be to come.
		rule.allowEmptyShould(true).check(classes);
	}

}
