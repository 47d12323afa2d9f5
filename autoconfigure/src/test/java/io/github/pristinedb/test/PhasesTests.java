package io.github.pristinedb.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.Listing;
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
@EnabledIfSystemProperty(named = "build.maven", matches = ".+", disabledReason = "Maven tells where it is")
class PhasesTests {

	private static final String VERSION = "0.1.0-SNAPSHOT";

	private static final List<String> MODULES = List.of("app", "more");

	// In a place from which the parent of this build is to be found.
	private final Path project = Path.of("target", "phases").toAbsolutePath();

	@BeforeEach
	void writeProject() throws IOException {
		FileSystemUtils.deleteRecursively(this.project);
		write("pom.xml", """
				<project>
					<modelVersion>4.0.0</modelVersion>
					<parent>
						<groupId>io.github.pristinedb</groupId>
						<artifactId>pristine-parent</artifactId>
						<version>%s</version>
						<relativePath>../../../pom.xml</relativePath>
					</parent>
					<groupId>user</groupId>
					<artifactId>parent</artifactId>
					<packaging>pom</packaging>
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
									<configuration>
										<additionalClasspathElements>
											<element>%s</element>
										</additionalClasspathElements>
									</configuration>
								</plugin>
								<plugin>
									<groupId>org.apache.maven.plugins</groupId>
									<artifactId>maven-failsafe-plugin</artifactId>
									<configuration>
										<additionalClasspathElements>
											<element>%2$s</element>
										</additionalClasspathElements>
									</configuration>
								</plugin>
							</plugins>
						</pluginManagement>
					</build>
				</project>
				""".formatted(VERSION, pristine()));
		write("app/pom.xml", """
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
				""".formatted(VERSION));
		write("more/pom.xml", """
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
						</dependency>
					</dependencies>
				</project>
				""".formatted(VERSION));
		write("app/src/main/resources/db/migration/V1__words.sql",
				"CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL);");
		write("app/src/main/resources/db/migration/V2__first_word.sql", "INSERT INTO word (text) VALUES ('first');");
		write("app/src/main/java/app/App.java", """
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
		write(module + "/src/test/resources/application.properties",
				"spring.datasource.url=jdbc:sqlite:target/scenario-words.db");
		write(module + "/src/test/java/app/" + name + ".java",
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

	private void write(String file, String content) throws IOException {
		Path target = this.project.resolve(file);
		Files.createDirectories(target.getParent());
		Files.writeString(target, content);
	}

	/**
	 * This module, as a folder or a jar.
	 */
	private static Path pristine() {
		try {
			return Path.of(ContextMode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void unitTestsIntegrationTestsAndAnotherModuleShareOneTemplate() throws Exception {
		verify();
		assertThat(reports()).hasSize(3).extracting((report) -> report.get("scenarios")).containsOnly(2);
		assertThat(templateBuilds()).isOne();
		for (String module : MODULES) {
			FileSystemUtils.deleteRecursively(this.project.resolve(module).resolve("target/pristine"));
		}
		verify();
		assertThat(reports()).hasSize(3);
		assertThat(templateBuilds()).isZero();
	}

	private void verify() throws Exception {
		boolean windows = File.separatorChar == '\\';
		Path maven = Path.of(System.getProperty("build.maven"), "bin", windows ? "mvn.cmd" : "mvn");
		Path output = this.project.resolve("build.log");
		ProcessBuilder builder = new ProcessBuilder(maven.toString(), "--batch-mode", "--no-transfer-progress",
				"verify", "-Dmaven.repo.local=" + System.getProperty("build.repository"),
				"-Dpristine.template.cache-dir=" + this.project.resolve("templates"),
				// Checks of this build that say nothing about a user's.
				"-Denforcer.skip", "-Dspring-javaformat.validate.skip")
			.directory(this.project.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		assertThat(builder.start().waitFor()).as(() -> read(output)).isZero();
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
			Path directory = this.project.resolve(module).resolve("target/pristine/reports");
			Listing.of(directory, ".json")
				.forEach((report) -> reports.add(JsonParserFactory.getJsonParser().parseMap(read(report))));
		}
		return reports;
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
