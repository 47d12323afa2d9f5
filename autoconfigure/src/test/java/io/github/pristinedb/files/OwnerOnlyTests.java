package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link OwnerOnly}.
 */
class OwnerOnlyTests {

	@TempDir
	private Path temporary;

	@Test
	void newDirectoryIsItsOwnersAloneAndThoseThatLeadToItAreAsAllOthers() throws IOException {
		assumePosix();
		Path directory = this.temporary.resolve("a/b/c");
		OwnerOnly.createDirectories(directory);
		Path other = Files.createDirectory(this.temporary.resolve("other"));
		assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(Files.getPosixFilePermissions(directory.getParent()))
			.isEqualTo(Files.getPosixFilePermissions(other));
		assertThat(Files.getPosixFilePermissions(directory.getParent().getParent()))
			.isEqualTo(Files.getPosixFilePermissions(other));
	}

	@Test
	void manyCreateItAtTheSameTime() throws Exception {
		Path directory = this.temporary.resolve("a/b/c");
		Concurrently.run(16, (number) -> {
			OwnerOnly.createDirectories(directory);
			return null;
		});
		assertThat(directory).isDirectory();
	}

	@Test
	void existingDirectoryStaysAsItIs() throws IOException {
		assumePosix();
		Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		Files.setPosixFilePermissions(directory, open);
		OwnerOnly.createDirectories(directory);
		OwnerOnly.createDirectories(directory.resolve("b"));
		assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(open);
	}

	@Test
	void linkToADirectoryIsADirectory() throws IOException {
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), directory);
		OwnerOnly.createDirectories(link);
		OwnerOnly.createDirectories(link.resolve("b"));
		assertThat(directory.resolve("b")).isDirectory();
	}

	@Test
	void fileInTheWayIsAnError() throws IOException {
		Path file = Files.createFile(this.temporary.resolve("a"));
		assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> OwnerOnly.createDirectories(file));
		assertThatExceptionOfType(FileSystemException.class)
			.isThrownBy(() -> OwnerOnly.createDirectories(file.resolve("b")));
	}

	@Test
	void whoTheUserIsIsToldWithoutAFileElsewhere() throws Exception {
		assumePosix();
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		Path elsewhere = Files.createDirectory(this.temporary.resolve("elsewhere"));
		FileTime before = FileTime.fromMillis(0);
		Files.setLastModifiedTime(elsewhere, before);
		assertThat(distrust(directory, elsewhere)).contains("distrust: null");
		assertThat(Files.getLastModifiedTime(elsewhere)).isEqualTo(before);
	}

	@Test
	void whoTheUserIsIsToldWhereNoFileCanBeCreated() throws Exception {
		assumePosix();
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		giveAway(directory);
		assertThat(distrust(directory, this.temporary.resolve("none"))).contains("distrust: it belongs to 54321");
	}

	@Test
	void userWithoutANameIsKnown() throws Exception {
		assumePosix();
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "There is no setpriv");
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		giveAway(directory);
		Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
		for (Class<?> type : List.of(OwnerOnly.class, Judging.class)) {
			copyForAll(type);
		}
		JvmCommand command = JvmCommand.of(Judging.class).with(this.temporary.resolve("classes"));
		assertThat(judge(command.user(54321), directory)).contains("distrust: null");
		command = JvmCommand.of(Judging.class).with(this.temporary.resolve("classes"));
		assertThat(judge(command.user(54322), directory)).contains("distrust: it belongs to 54321");
	}

	/**
	 * Copy a class, with those in it, to where another user can read it.
	 */
	private void copyForAll(Class<?> type) throws Exception {
		Path compiled = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		Path packaged = Path.of(type.getPackageName().replace('.', '/'));
		Path copies = Files.createDirectories(this.temporary.resolve("classes").resolve(packaged));
		String name = type.getName().substring(type.getPackageName().length() + 1);
		try (DirectoryStream<Path> classes = Files.newDirectoryStream(compiled.resolve(packaged), name + "*.class")) {
			for (Path each : classes) {
				Files.copy(each, copies.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	@Test
	void whatOthersMayHavePutAmongThoseOfAllIsNotTrusted() throws IOException {
		assumePosix();
		Path shared = shared();
		Path directory = Files.createDirectory(shared.resolve("a"));
		assertThat(OwnerOnly.distrustAmongOthers(directory)).isNull();
		assertThat(OwnerOnly.distrustAmongOthers(shared.resolve("none"))).isNull();
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));
		assertThat(OwnerOnly.distrustAmongOthers(directory)).isEqualTo("other users can write to it (rwxrwxr-x)");
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		giveAway(directory);
		assertThat(OwnerOnly.distrustAmongOthers(directory)).isEqualTo("it belongs to 54321");
	}

	@Test
	void linkThatOthersMayHavePutAmongThoseOfAllIsNotTrusted() throws IOException {
		assumePosix();
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		Path link = Files.createSymbolicLink(shared().resolve("link"), directory);
		assertThat(OwnerOnly.distrustAmongOthers(link)).isNull();
		giveAway(link);
		assertThat(OwnerOnly.distrustAmongOthers(link)).isEqualTo("it is a link that belongs to 54321");
	}

	@Test
	void whoCanWriteBesideADirectoryOfAProjectIsTrusted() throws IOException {
		assumePosix();
		Path directory = Files.createDirectory(this.temporary.resolve("a"));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));
		assertThat(OwnerOnly.distrustAmongOthers(directory)).isNull();
		Set<PosixFilePermission> all = PosixFilePermissions.fromString("rwxrwxrwx");
		Files.setPosixFilePermissions(this.temporary, all);
		Files.setPosixFilePermissions(directory, all);
		assertThat(OwnerOnly.distrustAmongOthers(directory)).as("where each directory is everybody's").isNull();
	}

	/**
	 * As the directory for temporary files is.
	 */
	private Path shared() throws IOException {
		Path shared = Files.createDirectory(this.temporary.resolve("shared"));
		Files.setAttribute(shared, "unix:mode", 01777);
		return shared;
	}

	private String distrust(Path directory, Path elsewhere) throws Exception {
		return judge(JvmCommand.of(Judging.class).options("-Djava.io.tmpdir=" + elsewhere), directory);
	}

	private String judge(JvmCommand command, Path directory) throws Exception {
		try (ForkedJvm judging = command.in(this.temporary).start(directory)) {
			return judging.finish();
		}
	}

	private static void giveAway(Path path) {
		try {
			Files.setAttribute(path, "unix:uid", 54321, LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException | UnsupportedOperationException ex) {
			abort("Only root can give a file away: " + ex);
		}
	}

	@Test
	void fileCanBeWrittenByItsOwnerAloneWhateverTheUmask() throws Exception {
		assumePosix();
		try (ForkedJvm jvm = JvmCommand.of(Creating.class).umask("000").start(this.temporary)) {
			jvm.finish();
		}
		try (Stream<Path> files = Files.list(this.temporary)) {
			assertThat(files.toList())
				.allSatisfy((file) -> assertThat(Files.getPosixFilePermissions(file))
					.isEqualTo(PosixFilePermissions.fromString("rw-r--r--")))
				.extracting((file) -> file.getFileName().toString())
				.containsExactlyInAnyOrder("a.journal", "a.told", "a.lock", "run.lock", "durable.json", "report.json",
						"made-by-pristine.list", "made-by-pristine.lock");
		}
	}

	private void assumePosix() throws IOException {
		assumeTrue(Files.getFileStore(this.temporary).supportsFileAttributeView("posix"));
	}

	static final class Creating {

		public static void main(String[] args) throws IOException {
			Path directory = Path.of(args[0]).toRealPath();
			OwnFile.create(directory, "a", ".journal");
			OwnFile.createMark(directory.resolve("a.told"));
			Objects.requireNonNull(ProcessLock.tryAcquire(directory.resolve("a.lock"))).close();
			RunLock.create(directory.resolve("run.lock")).close();
			WholeFile.writeDurably(directory.resolve("durable.json"), directory.resolve("scratch"), "text");
			MadeFiles.use(directory, (files) -> files.replace("report.json", (to) -> to.append("text")));
		}

	}

	static final class Judging {

		public static void main(String[] args) throws IOException {
			System.out.println("distrust: " + OwnerOnly.distrust(Path.of(args[0])));
		}

	}

}
