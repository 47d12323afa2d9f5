package io.github.pristinedb.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.UserBuild;
import io.github.pristinedb.UserBuild.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A build of a user's: {@code mvn verify} in a project of two modules with the same
 * migrations, of which the first has unit tests (Surefire) and integration tests
 * (Failsafe). Its plugins and libraries are those of this build.
 */
@EnabledIfSystemProperty(named = UserBuild.MAVEN, matches = ".+", disabledReason = "Maven tells where it is")
class PhasesTests {

	private static final String VERSION = "0.1.0-SNAPSHOT";

	// Its agent takes 0.8 s of each JVM.
	private static final String WITHOUT_MOCKITO = """
			<exclusions>
				<exclusion>
					<groupId>org.mockito</groupId>
					<artifactId>*</artifactId>
				</exclusion>
			</exclusions>
			""";

	private static final List<String> MODULES = List.of("app", "more");

	private UserBuild project;

	@BeforeEach
	void writeProject() throws IOException {
		this.project = UserBuild.in("phases");
		this.project.write("pom.xml", """
				<project>
					<modelVersion>4.0.0</modelVersion>
					%s
					<groupId>user</groupId>
					<artifactId>parent</artifactId>
					<packaging>pom</packaging>
					<properties>
						<test.jvm.arguments>${test.jvm.compiler}</test.jvm.arguments>
					</properties>
					<modules>
						<module>app</module>
						<module>more</module>
					</modules>
					<build>
						<pluginManagement>
							<plugins>
								<plugin>
									<groupId>org.apache.maven.plugins</groupId>
									<artifactId>maven-surefire-plugin</artifactId>
									%s
								</plugin>
								<plugin>
									<groupId>org.apache.maven.plugins</groupId>
									<artifactId>maven-failsafe-plugin</artifactId>
									%2$s
								</plugin>
							</plugins>
						</pluginManagement>
					</build>
				</project>
				""".formatted(this.project.parent(), UserBuild.withPristine()));
		this.project.write("app/pom.xml", """
				<project>
					<modelVersion>4.0.0</modelVersion>
					<parent>
						<groupId>user</groupId>
						<artifactId>parent</artifactId>
						<version>%s</version>
					</parent>
					<artifactId>app</artifactId>
					<dependencies>
						<dependency>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-starter-jdbc</artifactId>
						</dependency>
						<dependency>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-starter-flyway</artifactId>
						</dependency>
						<dependency>
							<groupId>org.xerial</groupId>
							<artifactId>sqlite-jdbc</artifactId>
						</dependency>
						<dependency>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-starter-test</artifactId>
							<scope>test</scope>
							%s
						</dependency>
					</dependencies>
					<build>
						<plugins>
							<plugin>
								<groupId>org.apache.maven.plugins</groupId>
								<artifactId>maven-failsafe-plugin</artifactId>
								<executions>
									<execution>
										<goals>
											<goal>integration-test</goal>
											<goal>verify</goal>
										</goals>
									</execution>
								</executions>
							</plugin>
						</plugins>
					</build>
				</project>
				""".formatted(VERSION, WITHOUT_MOCKITO));
		this.project.write("more/pom.xml", """
				<project>
					<modelVersion>4.0.0</modelVersion>
					<parent>
						<groupId>user</groupId>
						<artifactId>parent</artifactId>
						<version>%s</version>
					</parent>
					<artifactId>more</artifactId>
					<dependencies>
						<dependency>
							<groupId>user</groupId>
							<artifactId>app</artifactId>
							<version>${project.version}</version>
						</dependency>
						<dependency>
							<groupId>org.springframework.boot</groupId>
							<artifactId>spring-boot-starter-test</artifactId>
							<scope>test</scope>
							%s
						</dependency>
					</dependencies>
				</project>
				""".formatted(VERSION, WITHOUT_MOCKITO));
		this.project.write("app/src/main/resources/db/migration/V1__words.sql",
				"CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL);");
		this.project.write("app/src/main/resources/db/migration/V2__first_word.sql",
				"INSERT INTO word (text) VALUES ('first');");
		this.project.write("app/src/main/java/app/App.java", """
				package app;

				@org.springframework.boot.autoconfigure.SpringBootApplication
				public class App {
				}
				""");
		writeTest("app", "WordTests");
		writeTest("app", "WordIT");
		writeTest("more", "MoreWordTests");
	}

	private void writeTest(String module, String name) throws IOException {
		this.project.write(module + "/src/test/resources/application.properties",
				"spring.datasource.url=jdbc:sqlite:target/scenario-words.db");
		this.project.write(module + "/src/test/java/app/" + name + ".java",
				"""
						package app;

						import static org.assertj.core.api.Assertions.assertThat;

						@org.springframework.boot.test.context.SpringBootTest(classes = App.class)
						class %s {

							@org.springframework.beans.factory.annotation.Autowired
							org.springframework.jdbc.core.simple.JdbcClient jdbc;

							@org.junit.jupiter.api.RepeatedTest(2)
							void findsOneWordAndAddsAnother() {
								assertThat(jdbc.sql("SELECT text FROM word").query(String.class).list()).containsExactly("first");
								jdbc.sql("INSERT INTO word (text) VALUES ('second')").update();
							}

						}
						"""
					.formatted(name));
	}

	@Test
	void unitTestsIntegrationTestsAndAnotherModuleShareOneTemplate() throws Exception {
		build();
		assertThat(reports()).hasSize(3).extracting((report) -> report.get("scenarios")).containsOnly(2);
		assertThat(templateBuilds()).isOne();
		for (String module : MODULES) {
			FileSystemUtils.deleteRecursively(this.project.directory().resolve(module).resolve("target/pristine"));
		}
		surefire(this.project.directory().resolve("app"));
		assertThat(reports()).hasSize(1).extracting((report) -> report.get("scenarios")).containsOnly(2);
		assertThat(templateBuilds()).isZero();
	}

	private void build() throws Exception {
		Result build = this.project.maven("verify", templates());
		assertThat(build.exitCode()).as(build.output()).isZero();
	}

	/**
	 * What Surefire's JVM does in the next build of the same sources. Flyway's module for
	 * PostgreSQL, which this user has not, would ask for another template.
	 */
	private void surefire(Path module) {
		try (ForkedJvm jvm = JvmCommand.of(NextBuild.class)
			.without("flyway-database-postgresql")
			.in(module)
			.with(module.resolve("target/classes"))
			.with(module.resolve("target/test-classes"))
			.options(templates())
			.start()) {
			jvm.finish();
		}
	}

	private String templates() {
		return "-Dpristine.template.cache-dir=" + this.project.directory().resolve("templates");
	}

	private int templateBuilds() {
		return reports().stream().mapToInt((report) -> (Integer) report.get("templateBuilds")).sum();
	}

	/**
	 * One for each JVM that ran tests.
	 */
	private List<Map<String, Object>> reports() {
		List<Map<String, Object>> reports = new ArrayList<>();
		for (String module : MODULES) {
			Path directory = this.project.directory().resolve(module).resolve("target/pristine/reports");
			Listing.of(directory, ".json")
				.forEach((report) -> reports.add(JsonParserFactory.getJsonParser().parseMap(read(report))));
		}
		return reports;
	}

	static final class NextBuild {

		public static void main(String[] arguments) throws ClassNotFoundException {
			Runs.of(Class.forName("app.WordTests")).assertPassed(2);
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

}
