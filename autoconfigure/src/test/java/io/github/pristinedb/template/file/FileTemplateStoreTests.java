package io.github.pristinedb.template.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TemplateStoreException;
import io.github.pristinedb.engine.sqlite.TestFormat;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.files.Removal;
import io.github.pristinedb.template.Templates;
import io.github.pristinedb.template.file.TestTemplates.FileTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FileTemplateStore}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "The template cache .* is not used because", "The template .* cannot be used because" })
class FileTemplateStoreTests {

	@TempDir
	private Path temporary;

	private Path directory;

	private Path fallback;

	private final ProjectsRecipe recipe = new ProjectsRecipe();

	@BeforeEach
	void setUp() {
		this.directory = this.temporary.resolve("some/where/templates");
		this.fallback = this.temporary.resolve("fallback");
	}

	@Test
	void templateIsBuiltOnceAndThenFound() {
		FileTemplate built = cache().get(this.recipe);
		FileTemplate found = cache().get(this.recipe);
		assertThat(this.recipe.builds()).isOne();
		assertThat(found.facts()).isEqualTo(built.facts());
		assertThat(found.fingerprint()).isEqualTo(ProjectsRecipe.FINGERPRINT);
		assertThat(found.image().file()).isEqualTo(file("template"));
		assertThat(Sql.query(found.image().file(), Sql.PROJECTS)).containsExactly("alpha");
	}

	@Test
	void buildIsToldWithTheNumberOfItsMigrations(CapturedOutput output) {
		// A command that has run in this JVM before logs less.
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(Templates.class.getName(), LogLevel.INFO);
		try {
			cache().get(new ProjectsRecipe(1));
			assertThat(output.getOut()).contains(" with 1 migration in ");
			new TestTemplates(this.fallback, () -> this.fallback).get(new ProjectsRecipe(2));
			assertThat(output.getOut()).contains(" with 2 migrations in ");
		}
		finally {
			logging.setLogLevel(Templates.class.getName(), null);
		}
	}

	@Test
	void templateIsKeptInMemory() throws IOException {
		TestTemplates cache = cache();
		FileTemplate built = cache.get(this.recipe);
		Files.delete(file("json"));
		assertThat(cache.get(this.recipe)).isEqualTo(built);
	}

	@Test
	void nothingButImageManifestAndLockStays() {
		cache().get(this.recipe);
		assertThat(Listing.of(this.directory)).containsExactly(ProjectsRecipe.FINGERPRINT + ".json",
				ProjectsRecipe.FINGERPRINT + ".lock", ProjectsRecipe.FINGERPRINT + ".template");
		assertThat(this.fallback).doesNotExist();
	}

	@Test
	void imageIsReadOnly() throws IOException {
		cache().get(this.recipe);
		if (Files.getFileStore(this.directory).supportsFileAttributeView("posix")) {
			assertThat(Files.getPosixFilePermissions(file("template")))
				.noneMatch((permission) -> permission.name().endsWith("_WRITE"));
			assertThat(Files.getPosixFilePermissions(this.directory))
				.allMatch((permission) -> permission.name().startsWith("OWNER_"));
		}
		else {
			assertThat(file("template").toFile().canWrite()).isFalse();
		}
	}

	@Test
	void manifestTellsWhatTheTemplateIs() throws IOException {
		Instant before = Instant.now();
		cache().get(this.recipe);
		var json = JsonParserFactory.getJsonParser().parseMap(Files.readString(file("json")));
		String checksum = ContentChecksum.of(TestFormat.SQLITE.open(file("template")));
		assertThat(json).containsOnlyKeys("version", "fingerprint", "created", "bytes", "checksum", "engine", "tool",
				"migrations", "buildMillis", "seal");
		assertThat(json).contains(entry("fingerprint", ProjectsRecipe.FINGERPRINT.value()), entry("checksum", checksum),
				entry("engine", "sqlite"), entry("tool", "Tool 12.3.4"), entry("migrations", 7));
		assertThat(((Number) json.get("bytes")).longValue()).isEqualTo(Files.size(file("template")));
		assertThat(((Number) json.get("buildMillis")).doubleValue()).isPositive();
		assertThat(Instant.parse((String) json.get("created"))).isBetween(before, Instant.now());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"version\":2," })
	void templateOfAnotherFormatIsBuiltAgainInSilence(String version, CapturedOutput output) throws IOException {
		cache().get(this.recipe);
		String content = Files.readString(file("json"))
			.replaceFirst("\"version\":1,", version)
			.replaceFirst(",\"seal\".*\\R", "");
		Files.delete(file("json"));
		Files.writeString(file("json"), TemplateManifest.seal(content));
		cache().get(this.recipe);
		assertThat(this.recipe.builds()).isEqualTo(2);
		assertThat(output).doesNotContain("cannot be used");
		cache().get(this.recipe);
		assertThat(this.recipe.builds()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void damagedEntryIsBuiltAgain(Damage damage) throws IOException {
		cache().get(this.recipe);
		damage.done.to(file("template"), file("json"));
		FileTemplate again = cache().get(this.recipe);
		assertThat(this.recipe.builds()).isEqualTo(2);
		assertThat(Sql.query(again.image().file(), Sql.PROJECTS)).containsExactly("alpha");
		assertThat(TemplateManifest.read(file("json"))).extracting(TemplateManifest::facts).isEqualTo(again.facts());
		cache().get(this.recipe);
		assertThat(this.recipe.builds()).isEqualTo(2);
	}

	@Test
	void manifestOfADamagedEntryIsGoneBeforeItIsBuiltAgain() throws IOException {
		cache().get(this.recipe);
		Damage.EMPTY_IMAGE.done.to(file("template"), file("json"));
		cache().get(new ProjectsRecipe((directory) -> assertThat(file("json")).doesNotExist()));
	}

	@Test
	void recipeThatThrowsIsHeardAndLeavesNothing() {
		IllegalStateException failure = new IllegalStateException("half-way");
		ProjectsRecipe failing = new ProjectsRecipe((directory) -> {
			throw failure;
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> cache().get(failing)).isSameAs(failure);
		assertThat(Listing.of(this.directory)).containsExactly(ProjectsRecipe.FINGERPRINT + ".lock");
		cache().get(this.recipe);
		assertThat(this.recipe.builds()).isOne();
	}

	@Test
	void imageWhoseManifestCannotBeWrittenIsNotLeftBehindAndBuiltBeside(CapturedOutput output) {
		// The manifest cannot take the place of a directory that has something in it.
		ProjectsRecipe blocking = new ProjectsRecipe((directory) -> {
			try {
				Files.createDirectories(file("json").resolve("in the way"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		assertThat(cache().get(blocking).image().file()).hasParent(this.fallback);
		assertThat(output)
			.containsOnlyOnce("The template cache " + this.directory + " is not used because the template")
			.contains("cannot be built there", "pristine.template.cache-dir");
		assertThat(blocking.builds()).isEqualTo(2);
		assertThat(file("template")).doesNotExist();
		assertThat(file("build")).doesNotExist();
	}

	@Test
	void whatADeadProcessLeftIsSwept() throws IOException {
		Files.createDirectories(file("build").resolve("deep"));
		Files.writeString(file("build").resolve("deep/scenario.db"), "half a database");
		ProjectsRecipe watching = new ProjectsRecipe(
				(directory) -> assertThat(Listing.of(directory)).doesNotContain("deep"));
		cache().get(watching);
		assertThat(file("build")).doesNotExist();
		assertThat(watching.builds()).isOne();
	}

	@Test
	void directoryThatCannotBeUsedIsWarnedOfOnceAndBuiltBesideOnce(CapturedOutput output) throws IOException {
		blockTheDirectory();
		FileTemplate first = cache().get(this.recipe);
		FileTemplate second = cache().get(this.recipe);
		cache().get(new NamedRecipe("other"));
		assertThat(this.recipe.builds()).isOne();
		assertThat(first.image().file()).isEqualTo(second.image().file()).hasParent(this.fallback);
		assertThat(output.getOut())
			.containsOnlyOnce("The template cache " + this.directory + " is not used because it cannot be written to")
			.contains("pristine.template.cache-dir");
	}

	@Test
	void directoryThatCannotBeWrittenToStillServesItsTemplates(CapturedOutput output) throws IOException {
		cache().get(this.recipe);
		assertThat(this.directory.toFile().setWritable(false)).isTrue();
		assertThat(file("lock").toFile().setWritable(false)).isTrue();
		try {
			cache().get(this.recipe);
			assertThat(this.recipe.builds()).isOne();
			assertThat(output.getOut()).doesNotContain("cannot be written to");
		}
		finally {
			assertThat(this.directory.toFile().setWritable(true)).isTrue();
		}
	}

	@Test
	void templateIsFoundWithoutItsLock() throws IOException {
		cache().get(this.recipe);
		// A lock could not even be created, not even by root.
		Files.delete(file("lock"));
		Files.createDirectory(file("lock"));
		cache().get(this.recipe);
		assertThat(this.recipe.builds()).isOne();
	}

	@Test
	void directoryThatIsReadOnlyIsWarnedOf(CapturedOutput output) throws IOException {
		Files.createDirectories(this.directory);
		assertThat(this.directory.toFile().setWritable(false)).isTrue();
		try {
			assumeFalse(Files.isWritable(this.directory), "root may write anywhere");
			assertThat(cache().get(this.recipe).image().file()).hasParent(this.fallback);
			assertThat(output.getOut()).containsOnlyOnce("cannot be written to");
		}
		finally {
			assertThat(this.directory.toFile().setWritable(true)).isTrue();
		}
	}

	@Test
	void templateWhoseSizeChangedInMidRunIsBuiltAgain(CapturedOutput output) throws IOException {
		TestTemplates cache = cache();
		cache.get(this.recipe);
		overwrite(file("template"), new byte[4096]);
		assertThat(Sql.query(cache.get(this.recipe).image().file(), Sql.PROJECTS)).containsExactly("alpha");
		assertThat(this.recipe.builds()).isEqualTo(2);
		assertThat(output.getOut()).containsOnlyOnce("cannot be used because it has 4096 bytes instead of");
	}

	@Test
	void contentIsReadOnceInAJvm() throws IOException {
		AtomicInteger checks = new AtomicInteger();
		CheckedImages jvm = new CheckedImages();
		for (int i = 0; i < 3; i++) {
			cache(new TemplateCheck(TestFormat.SQLITE, jvm) {

				@Override
				boolean hasContent(FileImage image, String checksum) throws IOException {
					checks.incrementAndGet();
					return super.hasContent(image, checksum);
				}

			}).get(this.recipe);
		}
		assertThat(checks).hasValue(0);
		cache(new TemplateCheck(TestFormat.SQLITE, new CheckedImages()) {

			@Override
			boolean hasContent(FileImage image, String checksum) throws IOException {
				checks.incrementAndGet();
				return super.hasContent(image, checksum);
			}

		}).get(this.recipe);
		assertThat(checks).hasValue(1);
		assertThat(this.recipe.builds()).isOne();
	}

	@Test
	void templateThatBecameShorterWhileItWasReadIsNotTaken() {
		cache().get(this.recipe);
		cache(new TemplateCheck(TestFormat.SQLITE, new CheckedImages()) {

			private boolean first = true;

			@Override
			boolean hasContent(FileImage image, String checksum) throws IOException {
				if (this.first) {
					this.first = false;
					truncate(image.file());
				}
				return super.hasContent(image, checksum);
			}

		}).get(this.recipe);
		assertThat(this.recipe.builds()).isEqualTo(2);
	}

	@Test
	void templateThatWasReplacedWhileItWasReadIsOpenedAgain() throws IOException {
		Path replacement = this.directory.resolve("replacement");
		cache().get(this.recipe);
		List<FileImage> read = new ArrayList<>();
		FileTemplate template = cache(new TemplateCheck(TestFormat.SQLITE, new CheckedImages()) {

			@Override
			boolean hasContent(FileImage image, String checksum) throws IOException {
				if (read.isEmpty()) {
					Files.copy(image.file(), replacement);
					Files.move(replacement, image.file(), StandardCopyOption.ATOMIC_MOVE);
				}
				read.add(image);
				return super.hasContent(image, checksum);
			}

		}).get(this.recipe);
		assertThat(read).hasSize(2);
		assertThat(template.image()).isSameAs(read.get(1));
		assertThat(this.recipe.builds()).isOne();
	}

	@Test
	void badTemplateThatManyFindAtOnceIsSetAsideAndBuiltOnce(CapturedOutput output) throws Exception {
		cache().get(this.recipe);
		Damage.SCRIBBLED_IMAGE.done.to(file("template"), file("json"));
		List<FileTemplate> templates = Concurrently.run(16, (number) -> cache().get(this.recipe));
		assertThat(this.recipe.builds()).isEqualTo(2);
		assertThat(templates).allSatisfy(
				(template) -> assertThat(Sql.query(template.image().file(), Sql.PROJECTS)).containsExactly("alpha"));
		assertThat(output.getOut()).containsOnlyOnce("cannot be used because");
		assertThat(Listing.of(this.directory)).filteredOn((name) -> name.contains(".bad-")).hasSize(1);
	}

	@Test
	void badTemplateThatTwoJvmsFindAtOnceIsSetAsideAndBuiltOnce() throws Exception {
		cache().get(this.recipe);
		Damage.SCRIBBLED_IMAGE.done.to(file("template"), file("json"));
		List<ForkedJvm> jvms = List.of(ForkedJvm.start(Getting.class, this.directory),
				ForkedJvm.start(Getting.class, this.directory));
		try {
			for (ForkedJvm jvm : jvms) {
				jvm.awaitLine("ready");
			}
			for (ForkedJvm jvm : jvms) {
				jvm.go();
			}
			String output = jvms.get(0).finish() + jvms.get(1).finish();
			assertThat(output).containsOnlyOnce("cannot be used because").containsOnlyOnce("1 builds");
		}
		finally {
			jvms.forEach(ForkedJvm::close);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxrwx---", "rwx---rwx", "rwx----w-" })
	void directoryThatOthersCanWriteToIsNeitherReadNorWritten(String permissions, CapturedOutput output)
			throws IOException {
		cache().get(this.recipe);
		assumeTrue(Files.getFileStore(this.directory).supportsFileAttributeView("posix"));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
		List<String> before = Listing.of(this.directory);
		assertThat(cache().get(this.recipe).image().file()).hasParent(this.fallback);
		assertThat(cache().get(this.recipe).image().file()).hasParent(this.fallback);
		assertThat(this.recipe.builds()).isEqualTo(2);
		assertThat(Listing.of(this.directory)).isEqualTo(before);
		assertThat(output.getOut())
			.containsOnlyOnce("The template cache " + this.directory
					+ " is not used because other users can write to it (" + permissions + ")")
			.contains("chmod go-w")
			.contains("pristine.template.cache-dir");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxr-xr-x", "rwx------", "r-xr-xr-x" })
	void directoryThatOthersCanOnlyReadIsTrusted(String permissions) throws IOException {
		cache().get(this.recipe);
		assumeTrue(Files.getFileStore(this.directory).supportsFileAttributeView("posix"));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
		try {
			cache().get(this.recipe);
			assertThat(this.recipe.builds()).isOne();
		}
		finally {
			Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		}
	}

	@Test
	void directoryOfAnotherUserIsNotTrusted(CapturedOutput output) throws IOException {
		cache().get(this.recipe);
		giveAway(this.directory);
		assertThat(cache().get(this.recipe).image().file()).hasParent(this.fallback);
		assertThat(output.getOut()).containsOnlyOnce("is not used because it belongs to ");
	}

	private static void giveAway(Path directory) {
		try {
			Files.setAttribute(directory, "unix:uid", 54321);
		}
		catch (IOException | UnsupportedOperationException ex) {
			abort("Only root can give a directory away: " + ex);
		}
	}

	@Test
	void directoryWhoseFilesCannotBeLockedIsReadButNotBuiltIn(CapturedOutput output) throws IOException {
		ProcessLock.Opener without = (file, options) -> {
			FileChannel channel = mock(FileChannel.class);
			given(channel.tryLock(anyLong(), anyLong(), anyBoolean())).willThrow(new IOException("No locks available"));
			return channel;
		};
		TemplateCheck check = new TemplateCheck(TestFormat.SQLITE, new CheckedImages());
		TestTemplates cache = new TestTemplates(this.directory, () -> this.fallback, TemplateLimits.DEFAULTS, check,
				without);
		assertThat(cache.get(this.recipe).image().file()).hasParent(this.fallback);
		cache.get(new NamedRecipe("other"));
		assertThat(output.getOut()).containsOnlyOnce("The template cache " + this.directory + " is not used because")
			.contains("No locks available");
		cache().get(this.recipe);
		assertThat(this.recipe.builds()).isEqualTo(2);
		assertThat(new TestTemplates(this.directory, () -> this.fallback, TemplateLimits.DEFAULTS, check, without)
			.get(this.recipe)
			.image()
			.file()).hasParent(this.directory);
		assertThat(this.recipe.builds()).isEqualTo(2);
	}

	@Test
	void lockThatLeadsElsewhereIsNotFollowed() throws IOException {
		Path precious = Files.writeString(this.temporary.resolve("precious.txt"), "precious");
		OwnerOnly.createDirectories(this.directory);
		Files.createSymbolicLink(file("lock"), precious);
		assertThat(cache().get(this.recipe).image().file()).hasParent(this.fallback);
		assertThat(precious).hasContent("precious");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "A directory with open files cannot be removed")
	void directoryThatVanishesWhileSomethingIsBuiltThereIsNoReasonToFail(CapturedOutput output) {
		AtomicInteger builds = new AtomicInteger();
		ProjectsRecipe vanishing = new ProjectsRecipe((scratch) -> {
			if (builds.incrementAndGet() == 1) {
				delete(this.directory);
			}
		});
		FileTemplate template = cache().get(vanishing);
		assertThat(template.image().file()).hasParent(this.fallback);
		assertThat(Sql.query(template.image().file(), Sql.PROJECTS)).containsExactly("alpha");
		assertThat(output.getOut()).containsOnlyOnce("was removed while the template");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "A directory with open files cannot be removed")
	void templateThatVanishedIsCopiedOnFromMemory() {
		TestTemplates cache = cache();
		FileTemplate template = cache.get(this.recipe);
		delete(this.directory);
		assertThat(cache.get(this.recipe)).isEqualTo(template);
		Path copy = this.temporary.resolve("scenario-1.db");
		assertThat(TestFormat.copy(template.image(), copy)).isTrue();
		assertThat(Sql.query(copy, Sql.PROJECTS)).containsExactly("alpha");
		cache.get(new NamedRecipe("other"));
		assertThat(Listing.of(this.directory, ".template")).hasSize(1);
	}

	@Test
	void migrationThatAsksForTheTemplateThatItBuildsIsAClearError() {
		ProjectsRecipe asking = new ProjectsRecipe((scratch) -> cache().get(this.recipe));
		assertThatExceptionOfType(TemplateStoreException.class).isThrownBy(() -> cache().get(asking))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains("asks for that template"))
			.satisfies((ex) -> assertThat(ex.getAction()).isNotBlank());
	}

	@Test
	void migrationMayAskForAnotherTemplate() {
		ProjectsRecipe asking = new ProjectsRecipe((scratch) -> cache().get(new NamedRecipe("other")));
		cache().get(asking);
		assertThat(Listing.of(this.directory, ".template")).hasSize(2);
	}

	@Test
	void interruptedThreadFindsWhatIsThere() {
		cache().get(this.recipe);
		Thread.currentThread().interrupt();
		try {
			cache().get(this.recipe);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.recipe.builds()).isOne();
	}

	@Test
	void threadThatIsInterruptedWhileItMigratesFinishesTheTemplate() {
		ProjectsRecipe interrupted = new ProjectsRecipe((scratch) -> Thread.currentThread().interrupt());
		FileTemplate built;
		try {
			built = cache().get(interrupted);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(cache().get(this.recipe).facts()).isEqualTo(built.facts());
		assertThat(this.recipe.builds()).isZero();
	}

	@Test
	void threadThatIsInterruptedWhileItWaitsIsAClearError() throws Exception {
		OwnerOnly.createDirectories(this.directory);
		try (ProcessLock lock = ProcessLock
			.tryAcquire(this.directory.toRealPath().resolve(file("lock").getFileName()))) {
			assertThat(lock).isNotNull();
			Concurrently.run(1, (number) -> {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(TemplateStoreException.class).isThrownBy(() -> cache().get(this.recipe))
					.satisfies((ex) -> assertThat(ex.getDescription()).contains("interrupted"));
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
				return null;
			});
		}
	}

	@Test
	void noPlaceAtAllIsAClearError() throws IOException {
		blockTheDirectory();
		Files.writeString(this.fallback, "a file");
		assertThatExceptionOfType(TemplateStoreException.class).isThrownBy(() -> cache().get(this.recipe))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(ProjectsRecipe.FINGERPRINT.brief()))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("pristine.template.cache-dir"));
	}

	@Test
	void sixteenThreadsWithCachesOfTheirOwnBuildOnce() throws Exception {
		List<FileTemplate> templates = Concurrently.run(16, (number) -> cache().get(this.recipe));
		assertThat(this.recipe.builds()).isOne();
		assertThat(templates).extracting(FileTemplate::facts).containsOnly(templates.get(0).facts());
	}

	@Test
	void sixteenThreadsThatSpellTheDirectoryInTwoWaysBuildOnce() throws Exception {
		Files.createDirectories(this.directory);
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), this.directory);
		Path detour = this.temporary.resolve("some/../link");
		Concurrently.run(16,
				(number) -> new TestTemplates((number % 2 == 0) ? detour : this.directory, () -> this.fallback)
					.get(this.recipe));
		assertThat(this.recipe.builds()).isOne();
		assertThat(link.resolve(ProjectsRecipe.FINGERPRINT + ".template")).isRegularFile();
		assertThat(this.fallback).doesNotExist();
	}

	@Test
	void differentTemplatesAreBuiltSideBySide() throws Exception {
		// Each build waits until the other one has started.
		var bothStarted = new CyclicBarrier(2);
		ProjectsRecipe.BuildStep meet = (directory) -> {
			try {
				bothStarted.await(30, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		};
		TestTemplates cache = cache();
		Concurrently.run(2, (number) -> cache
			.get((number == 0) ? new ProjectsRecipe(meet) : new NamedRecipe("other", new ProjectsRecipe(meet))));
		assertThat(Listing.of(this.directory, ".template")).hasSize(2);
	}

	private void blockTheDirectory() throws IOException {
		Files.createDirectories(this.temporary.resolve("some"));
		Files.writeString(this.temporary.resolve("some/where"), "a file");
	}

	private TestTemplates cache() {
		return new TestTemplates(this.directory, () -> this.fallback);
	}

	private Path file(String extension) {
		return this.directory.resolve(ProjectsRecipe.FINGERPRINT + "." + extension);
	}

	private TestTemplates cache(TemplateCheck check) {
		return new TestTemplates(this.directory, () -> this.fallback, TemplateLimits.DEFAULTS, check,
				ProcessLock.OPENER);
	}

	private static void delete(Path directory) {
		try {
			Removal.of(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void truncate(Path image) {
		assertThat(image.toFile().setWritable(true)).isTrue();
		try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
			channel.truncate(100);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void overwrite(Path file, byte[] content) throws IOException {
		Files.delete(file);
		Files.write(file, content);
	}

	enum Damage {

		TRUNCATED_IMAGE((image, manifest) -> overwrite(image, Arrays.copyOf(Files.readAllBytes(image), 4096))),

		EMPTY_IMAGE((image, manifest) -> overwrite(image, new byte[0])),

		SCRIBBLED_IMAGE((image, manifest) -> overwrite(image, new byte[(int) Files.size(image)])),

		MISSING_IMAGE((image, manifest) -> Files.delete(image)),

		MISSING_MANIFEST((image, manifest) -> Files.delete(manifest)),

		EMPTY_MANIFEST((image, manifest) -> Files.write(manifest, new byte[0])),

		GARBAGE_MANIFEST((image, manifest) -> Files.write(manifest, new byte[] { -1, 0, -2, 7, '{' })),

		OTHER_JSON_MANIFEST((image, manifest) -> Files.writeString(manifest, "[1, 2]")),

		CUT_MANIFEST((image, manifest) -> Files.writeString(manifest, Files.readString(manifest).substring(0, 100))),

		INCOMPLETE_MANIFEST((image, manifest) -> Files.writeString(manifest,
				Files.readString(manifest).replace("checksum", "sum"))),

		OTHER_FINGERPRINT((image, manifest) -> Files.writeString(manifest,
				Files.readString(manifest).replace(ProjectsRecipe.FINGERPRINT.value(), "0".repeat(64)))),

		OTHER_SIZE((image, manifest) -> Files.writeString(manifest,
				Files.readString(manifest, StandardCharsets.UTF_8).replace("\"bytes\":", "\"bytes\":1")));

		private final Done done;

		Damage(Done done) {
			this.done = done;
		}

		interface Done {

			void to(Path image, Path manifest) throws IOException;

		}

	}

	static final class Getting {

		public static void main(String[] args) throws IOException {
			ProjectsRecipe recipe = new ProjectsRecipe();
			ForkedJvm.awaitGo();
			new TestTemplates(Path.of(args[0]), () -> {
				throw new IllegalStateException("The cache can be written to");
			}).get(recipe);
			System.out.println(recipe.builds() + " builds");
		}

	}

}
