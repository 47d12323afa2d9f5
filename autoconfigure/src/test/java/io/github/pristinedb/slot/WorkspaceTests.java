package io.github.pristinedb.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link Workspace}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("is not used because other users can write to it")
class WorkspaceTests {

	@TempDir
	private Path temporary;

	private Path base;

	@BeforeEach
	void setUp() {
		this.base = this.temporary.resolve("target/pristine");
	}

	@Test
	void nothingIsCreatedBeforeItIsNeeded() {
		Workspace.in(this.base);
		assertThat(this.base).doesNotExist();
	}

	@Test
	void runDirectoryIsItsOwnersAlone() throws IOException {
		Path run = Workspace.in(this.base).run();
		assertThat(run).hasParent(this.base);
		if (Files.getFileStore(run).supportsFileAttributeView("posix")) {
			assertThat(Files.getPosixFilePermissions(run)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		}
		assertThat(Listing.of(run)).containsExactly("run.lock");
	}

	@Test
	void runIsTheJvms() throws Exception {
		List<Path> runs = Concurrently.run(16,
				(number) -> Workspace.in((number % 2 == 0) ? this.base : this.base.resolve("../pristine")).run());
		assertThat(new HashSet<>(runs)).hasSize(1);
		assertThat(Listing.of(this.base)).hasSize(1);
	}

	@Test
	void interruptedThreadCreatesTheRun() {
		Thread.currentThread().interrupt();
		try {
			assertThat(Workspace.in(this.base).run()).isDirectory();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(Listing.of(this.base)).hasSize(1);
	}

	@Test
	void runDirectoryIsGoneWhenTheJvmEnds() throws Exception {
		try (ForkedJvm jvm = ForkedJvm.start(Run.class, this.base)) {
			jvm.awaitLine("ready");
			assertThat(Listing.of(this.base)).hasSize(1);
			jvm.go();
			jvm.finish();
		}
		assertThat(this.base).isEmptyDirectory();
	}

	@Test
	void runOfAKilledJvmIsSweptAndThatOfALivingOneIsLeft() throws Exception {
		try (ForkedJvm dead = ForkedJvm.start(Run.class, this.base);
				ForkedJvm living = ForkedJvm.start(Run.class, this.base)) {
			dead.awaitLine("ready");
			living.awaitLine("ready");
			dead.kill();
			assertThat(Listing.of(this.base)).hasSize(2);
			Path own = Workspace.in(this.base).run();
			assertThat(Listing.of(this.base)).hasSize(2)
				.contains(own.getFileName().toString())
				.anyMatch((name) -> name.startsWith("run-" + living.pid() + "-"));
			living.go();
			assertThat(living.finish()).contains("content is there");
		}
	}

	@Test
	void classThatIsLoadedTwiceHasTwoRunsInOneJvmAndBothStay() throws Exception {
		Path first = Workspace.in(this.base).run();
		Path second = runOfAnotherClassLoader();
		assertThat(second).isNotEqualTo(first).hasParent(this.base);
		assertThat(Listing.of(this.base)).hasSize(2);
		try (ForkedJvm other = JvmCommand.of(Run.class).start(this.base)) {
			other.awaitLine("ready");
			assertThat(Listing.of(this.base)).hasSize(3)
				.contains(first.getFileName().toString(), second.getFileName().toString());
			other.go();
			other.finish();
		}
	}

	private Path runOfAnotherClassLoader() throws Exception {
		ClassLoader loader = new OverridingClassLoader(getClass().getClassLoader()) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith(Workspace.class.getPackageName() + ".");
			}

		};
		Class<?> type = loader.loadClass(Workspace.class.getName());
		assertThat(type).isNotSameAs(Workspace.class);
		return (Path) type.getMethod("run").invoke(type.getMethod("in", Path.class).invoke(null, this.base));
	}

	@Test
	void runOfADeadProcessWithTheSameNumberIsSwept() throws IOException {
		Path dead = deadRun(ProcessHandle.current().pid());
		Workspace.in(this.base).run();
		assertThat(dead).doesNotExist();
	}

	@Test
	void whatIsNoRunIsLeftAlone() throws IOException {
		Path precious = Files.createDirectories(this.temporary.resolve("precious"));
		Files.createFile(precious.resolve("run.lock"));
		Files.createDirectories(this.base);
		Files.createSymbolicLink(this.base.resolve("run-link"), precious);
		Files.createSymbolicLink(this.base.resolve("run-1-1"), precious);
		Files.createFile(this.base.resolve("run-file"));
		Files.createDirectory(this.base.resolve("run-being-created"));
		Files.createDirectory(this.base.resolve("reports"));
		Path own = Workspace.in(this.base).run();
		assertThat(Listing.of(this.base)).containsExactlyInAnyOrder("run-1-1", "run-link", "run-file",
				"run-being-created", "reports", own.getFileName().toString());
		assertThat(precious.resolve("run.lock")).exists();
	}

	@Test
	void directoryOfSomebodyElseIsLeftAloneHoweverOldAndHoweverItIsNamed() throws IOException {
		Path named = oldDirectory("run-2026-01-experiment");
		Path numbered = oldDirectory("run-4711-2026");
		Path withAnEmptyLock = oldDirectory("run-4712-2026");
		Files.createFile(withAnEmptyLock.resolve("run.lock"));
		Path ofAnotherProcess = oldDirectory("run-4713-2026");
		Files.writeString(ofAnotherProcess.resolve("run.lock"), "process 1 on localhost since 2026-01-01T00:00:00Z");
		Path withAForeignLock = oldDirectory("run-4714-2026");
		Files.writeString(withAForeignLock.resolve("run.lock"), "pid=4714");
		Path renamed = Files.move(deadRun(4715), this.base.resolve("run-of-yesterday"));
		Workspace.in(this.base).run();
		for (Path each : List.of(named, numbered, withAnEmptyLock, ofAnotherProcess, withAForeignLock)) {
			assertThat(each.resolve("result.txt")).content().isEqualTo("precious");
		}
		assertThat(renamed.resolve("run.lock")).exists();
	}

	@Test
	void directoryWithALockThatOthersCanWriteToIsLeftAlone() throws IOException {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
		Path directory = deadRun(4716);
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.setPosixFilePermissions(directory.resolve("run.lock"), PosixFilePermissions.fromString("rw-rw-rw-"));
		Workspace.in(this.base).run();
		assertThat(directory).exists();
	}

	private Path oldDirectory(String name) throws IOException {
		Path directory = Files.createDirectories(this.base.resolve(name));
		Files.writeString(directory.resolve("result.txt"), "precious");
		return Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS)));
	}

	private Path deadRun(long pid) throws IOException {
		Path dead = Files.createDirectories(this.base.resolve("run-" + pid + "-4711"));
		Files.writeString(dead.resolve("run.lock"), "process " + pid + " on localhost since 2026-01-01T00:00:00Z");
		return dead;
	}

	@Test
	void workspaceIsReadableAndWritableByNobodyElseWhateverTheUmask() throws Exception {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
		try (ForkedJvm jvm = JvmCommand.of(Run.class).umask("000").start(this.base)) {
			jvm.awaitLine("ready");
			assertThat(Files.getPosixFilePermissions(this.base))
				.isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
			assertThat(Files.getPosixFilePermissions(this.base.resolve(Listing.of(this.base).get(0))))
				.isEqualTo(PosixFilePermissions.fromString("rwx------"));
			assertThat(
					Files.getPosixFilePermissions(this.base.resolve(Listing.of(this.base).get(0)).resolve("run.lock")))
				.isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
			jvm.go();
			jvm.finish();
		}
	}

	@Test
	void workspaceThatIsALinkIsRefused() throws IOException {
		Path elsewhere = Files.createDirectories(this.temporary.resolve("elsewhere"));
		Files.createDirectories(this.base.getParent());
		for (Path target : List.of(elsewhere, this.temporary.resolve("nowhere"))) {
			Files.createSymbolicLink(this.base, target);
			assertThatExceptionOfType(WorkspaceException.class).isThrownBy(() -> Workspace.in(this.base).run())
				.satisfies((ex) -> assertThat(ex.getDescription()).contains(this.base + " cannot be used because")
					.contains("it is a symbolic link"));
			Files.delete(this.base);
		}
		assertThat(elsewhere).isEmptyDirectory();
	}

	@Test
	void buildDirectoryMayBeALink() throws IOException {
		Path elsewhere = Files.createDirectories(this.temporary.resolve("elsewhere"));
		Files.createSymbolicLink(this.base.getParent(), elsewhere);
		assertThat(Workspace.in(this.base).run()).isDirectory();
		assertThat(elsewhere.resolve("pristine")).isDirectory();
	}

	@Test
	void workspaceOfAnotherUserIsRefusedUnlessTheProjectIsTheirs() throws IOException {
		Files.createDirectories(this.base);
		give(this.base, 12345);
		assertThatExceptionOfType(WorkspaceException.class).isThrownBy(() -> Workspace.in(this.base).run())
			.satisfies((ex) -> assertThat(ex.getDescription()).contains("it belongs to 12345"));
		assertThat(this.base).isEmptyDirectory();
		give(this.base.getParent(), 12345);
		assertThat(Workspace.in(this.base).run()).isDirectory();
	}

	private static void give(Path path, int user) throws IOException {
		assumeTrue(
				Files.getFileStore(path).supportsFileAttributeView("unix")
						&& Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
				"Only the administrator can");
		Files.setAttribute(path, "unix:uid", user);
	}

	@Test
	void workspaceInAProjectWhereEachDirectoryIsEverybodysIsUsed() throws IOException {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
		Files.createDirectories(this.base);
		for (Path each : List.of(this.base, this.base.getParent())) {
			Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		assertThat(Workspace.in(this.base).run()).isDirectory();
	}

	@Test
	void sweepingDoesNotFollowLinksOutOfADeadRun() throws IOException {
		Path precious = Files.createDirectories(this.temporary.resolve("precious/data"));
		Path dead = deadRun(1);
		Files.createSymbolicLink(dead.resolve("link"), precious.getParent());
		Workspace.in(this.base).run();
		assertThat(dead).doesNotExist();
		assertThat(precious).isDirectory();
	}

	@Test
	void directoryThatCannotBeUsedIsAClearError() throws IOException {
		Files.createDirectories(this.base.getParent());
		Files.createFile(this.base);
		assertThatExceptionOfType(WorkspaceException.class).isThrownBy(() -> Workspace.in(this.base).run())
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(this.base.toString()))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("pristine.workspace"));
		Files.delete(this.base);
		assertThat(Workspace.in(this.base).run()).isDirectory();
	}

	@Test
	void guessableDirectoryThatOthersCanWriteToIsLeftForAFreshOne(CapturedOutput output) throws IOException {
		Path guessable = inAPlaceForAll("pristine-somebody", "rwxrwxr-x");
		Path run = Workspace.inTemporary(guessable).run();
		assertThat(guessable).isEmptyDirectory();
		assertThat(run.getParent()).hasParent(guessable.getParent()).isEqualTo(Workspace.inTemporary(guessable).base());
		assertThat(Files.getPosixFilePermissions(run.getParent()))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(output)
			.containsOnlyOnce("The workspace " + guessable + " is not used because other users can write");
	}

	@Test
	void guessableDirectoryOfThisUserIsUsed() throws IOException {
		Path guessable = inAPlaceForAll("pristine-somebody", "rwx------");
		assertThat(Workspace.inTemporary(guessable).run()).hasParent(guessable);
	}

	@Test
	void directoryThatWasNamedAndThatOthersCanWriteToIsAClearError() throws IOException {
		Path named = inAPlaceForAll("named", "rwxrwxr-x");
		assertThatExceptionOfType(WorkspaceException.class).isThrownBy(() -> Workspace.in(named).run())
			.satisfies(
					(ex) -> assertThat(ex.getDescription()).contains(named + " cannot be used because other users can"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("chmod go-w", "pristine.workspace"));
		assertThat(named).isEmptyDirectory();
	}

	/**
	 * A directory in one like that for temporary files.
	 */
	private Path inAPlaceForAll(String name, String permissions) throws IOException {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
		Path place = Files.createDirectory(this.temporary.resolve("for-all"));
		Files.setAttribute(place, "unix:mode", 01777);
		Path directory = Files.createDirectory(place.resolve(name));
		return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
	}

	static final class Run {

		public static void main(String[] args) throws IOException {
			Path run = Workspace.in(Path.of(args[0])).run();
			Path content = Files.createDirectories(run.resolve("slot-1")).resolve("scenario.db");
			Files.writeString(content, "content");
			ForkedJvm.awaitGo();
			System.out.println(Files.exists(content) ? "content is there" : "content is gone");
		}

	}

}
