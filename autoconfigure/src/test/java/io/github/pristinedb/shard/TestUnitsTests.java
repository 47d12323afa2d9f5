package io.github.pristinedb.shard;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.pristinedb.launch.LaunchSettings;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.FixMethodOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.descriptor.UriSource;
import org.junit.rules.TestRule;
import org.junit.runners.MethodSorters;

import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.jdbc.Sql.ExecutionPhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TestUnits} and {@link WholeClasses}.
 */
class TestUnitsTests {

	private static final UniqueId ID = UniqueId.parse("[engine:suite]/[suite:com.acme.All]/[engine:other]/[spec:a b]");

	private final TestUnits units = units(Map.of());

	@TempDir
	private Path temporary;

	@Test
	void methodIsAUnitOfItsClassAndItsParameters() {
		assertThat(unit(this.units, Plain.class)).isEqualTo(Plain.class.getName() + "#test(int, java.lang.String)");
		assertThat(unit(this.units, Plain.Inner.class))
			.isEqualTo(Plain.Inner.class.getName() + "#test(int, java.lang.String)");
	}

	static Stream<Class<?>> wholeClasses() {
		return Stream.of(ForAll.class, InheritsForAll.class, OneInstance.class, SqlForAll.class,
				ComposedSqlForAll.class, Ordered.class, Parameterized.class, InterfaceForAll.class,
				DeepInterfaceForAll.class, JUnit4ForAll.class, JUnit4Rule.class, JUnit4Ordered.class);
	}

	@ParameterizedTest
	@MethodSource("wholeClasses")
	void classWithAStateOfItsOwnIsAUnitUnlessAsked(Class<?> type) {
		assertThat(unit(this.units, type)).isEqualTo(type.getName());
		assertThat(this.units.of(ID, Optional.of(ClassSource.from(type)))).isEqualTo(type.getName());
		assertThat(unit(units(Map.of("PRISTINE_SHARD_BY", "test")), type)).startsWith(type.getName() + "#test");
	}

	@Test
	void outermostWholeClassHasItsNestedClasses() {
		assertThat(unit(this.units, ForAll.Inner.class)).isEqualTo(ForAll.class.getName());
		assertThat(unit(this.units, OnlyInnerForAll.Inner.class)).isEqualTo(OnlyInnerForAll.Inner.class.getName());
		assertThat(unit(this.units, OnlyInnerForAll.class)).contains("OnlyInnerForAll#test");
		assertThat(unit(this.units, ForAll.NotNested.class)).contains("NotNested#test");
	}

	@Test
	void nestedClassBelongsToTheClassThatItRunsIn() {
		assertThat(inherited(WithForAll.class)).isEqualTo(WithForAll.class.getName());
		assertThat(inherited(WithoutForAll.class))
			.isEqualTo(WithoutForAll.class.getName() + "$Inner$Innermost#test(int, java.lang.String)");
	}

	@Test
	void nestedClassThatIsInheritedIsAUnitOfTheClassThatItRunsIn() {
		UniqueId id = id(WithoutForAll.class).append("nested-class", "Whole");
		assertThat(this.units.of(id, Optional.of(ClassSource.from(Contract.Whole.class))))
			.isEqualTo(WithoutForAll.class.getName() + "$Whole");
	}

	@Test
	void classesWithOneInstanceByDefaultAreWhole() {
		TestUnits units = units(Map.of("JUNIT_JUPITER_TESTINSTANCE_LIFECYCLE_DEFAULT", "per_class"));
		assertThat(unit(units, Plain.class)).isEqualTo(Plain.class.getName());
		assertThat(unit(units, InstancePerTest.class)).contains("#test");
	}

	@Test
	void scenarioIsAUnitByItsFeatureAndItsLine() {
		FilePosition position = FilePosition.from(12, 3);
		assertThat(unit(ClasspathResourceSource.from("features/plans.feature", position)))
			.isEqualTo("features/plans.feature:12");
		assertThat(unit(ClasspathResourceSource.from("/features/plans.feature", position)))
			.isEqualTo("features/plans.feature:12");
		assertThat(unit(FileSource.from(new File("src/features/plans.feature"), position)))
			.isEqualTo("src/features/plans.feature:12");
		assertThat(unit(FileSource.from(new File("src/features/../plans.feature").getAbsoluteFile(), position)))
			.isEqualTo("src/plans.feature:12");
		UniqueId scenario = ID.append("feature", "jar:…").append("scenario", "12");
		assertThat(this.units.of(scenario,
				Optional.of(UriSource.from(URI.create("jar:file:/home/me/all.jar!/features/plans.feature")))))
			.isEqualTo("features/plans.feature:12");
		assertThat(unit(UriSource.from(URI.create("https://example.com/plans.feature"))))
			.isEqualTo("https://example.com/plans.feature");
	}

	@Test
	void scenarioIsTheSameUnitWhereverTheCheckoutIs() throws IOException {
		Path checkout = Files.createDirectories(this.temporary.resolve("a/checkout"));
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), checkout);
		for (Path root : List.of(checkout, this.temporary.resolve("another"), link)) {
			Path module = Files.createDirectories(root.resolve("module"));
			TestUnits units = new TestUnits(settings(Map.of()), module);
			assertThat(feature(units, module.resolve("src/plans.feature"))).isEqualTo("src/plans.feature:12");
			assertThat(feature(units, root.resolve("features/plans.feature")))
				.isEqualTo("../features/plans.feature:12");
		}
	}

	private static String feature(TestUnits units, Path file) {
		return units.of(ID, Optional.of(FileSource.from(file.toFile(), FilePosition.from(12, 3))));
	}

	@Test
	void testOfAnotherEngineIsAUnitByItsIdWithoutTheSuite() {
		assertThat(this.units.of(ID, Optional.empty())).isEqualTo("[engine:other][spec:a b]");
	}

	private String unit(TestSource source) {
		return this.units.of(ID, Optional.of(source));
	}

	private static String unit(TestUnits units, Class<?> type) {
		return units.of(ID, Optional.of(org.junit.platform.engine.support.descriptor.MethodSource.from(type.getName(),
				"test", "int, java.lang.String")));
	}

	/**
	 * As Jupiter tells a test of a nested class that a class inherits.
	 */
	private String inherited(Class<?> running) {
		UniqueId id = id(running).append("nested-class", "Inner")
			.append("nested-class", "Innermost")
			.append("test-template", "test(int, java.lang.String)");
		return this.units.of(id, Optional.of(org.junit.platform.engine.support.descriptor.MethodSource
			.from(Contract.Inner.Innermost.class.getName(), "test", "int, java.lang.String")));
	}

	private static UniqueId id(Class<?> running) {
		return UniqueId.parse("[engine:suite]/[suite:com.acme.All]")
			.appendEngine("junit-jupiter")
			.append("class", running.getName());
	}

	private static LaunchSettings settings(Map<String, String> environment) {
		return new LaunchSettings(null, (name) -> null, environment);
	}

	private static TestUnits units(Map<String, String> environment) {
		return new TestUnits(settings(environment));
	}

	static class Plain {

		@Test
		void test() {
		}

		@Nested
		class Inner {

			@Test
			void test() {
			}

		}

	}

	static class ForAll {

		@BeforeAll
		static void forAll() {
		}

		@Test
		void test() {
		}

		@Nested
		class Inner {

			@Test
			void test() {
			}

		}

		static class NotNested {

			@Test
			void test() {
			}

		}

	}

	static class InheritsForAll extends ForAll {

	}

	static class OnlyInnerForAll {

		@Test
		void test() {
		}

		@Nested
		class Inner {

			@BeforeAll
			static void forAll() {
			}

			@Test
			void test() {
			}

		}

	}

	interface ForAllInterface {

		@BeforeAll
		static void forAll() {
		}

		@Test
		default void test() {
		}

	}

	interface DeepInterface extends ForAllInterface {

	}

	static class InterfaceForAll implements ForAllInterface {

	}

	static class DeepInterfaceForAll implements DeepInterface {

	}

	public static class JUnit4ForAll {

		@BeforeClass
		public static void forAll() {
		}

		@org.junit.Test
		public void test() {
		}

	}

	public static class JUnit4Rule {

		@ClassRule
		public static final TestRule rule = (statement, description) -> statement;

		@org.junit.Test
		public void test() {
		}

	}

	@FixMethodOrder(MethodSorters.NAME_ASCENDING)
	public static class JUnit4Ordered {

		@org.junit.Test
		public void test() {
		}

	}

	abstract static class Contract {

		@Nested
		class Inner {

			@Nested
			class Innermost {

				@Test
				void test() {
				}

			}

		}

		@Nested
		class Whole {

			@BeforeAll
			static void forAll() {
			}

			@Test
			void test() {
			}

		}

	}

	static class WithForAll extends Contract {

		@AfterAll
		static void forAll() {
		}

	}

	static class WithoutForAll extends Contract {

	}

	@TestInstance(Lifecycle.PER_CLASS)
	static class OneInstance {

		@Test
		void test() {
		}

	}

	@TestInstance(Lifecycle.PER_METHOD)
	static class InstancePerTest {

		@Test
		void test() {
		}

	}

	@Sql(scripts = "each.sql")
	@Sql(scripts = "once.sql", executionPhase = ExecutionPhase.BEFORE_TEST_CLASS)
	static class SqlForAll {

		@Test
		void test() {
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Sql(scripts = "once.sql", executionPhase = ExecutionPhase.AFTER_TEST_CLASS)
	@interface Cleaned {

	}

	@Cleaned
	static class ComposedSqlForAll {

		@Test
		void test() {
		}

	}

	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class Ordered {

		@Test
		void test() {
		}

	}

	@ParameterizedClass
	@ValueSource(ints = { 1, 2 })
	static class Parameterized {

		@Parameter
		int number;

		@Test
		void test() {
		}

	}

}
