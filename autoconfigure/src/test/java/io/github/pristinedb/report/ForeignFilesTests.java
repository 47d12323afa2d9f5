package io.github.pristinedb.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pristinedb.Listing;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What is not Pristine's, under each name that Pristine uses: nothing of it is deleted,
 * changed, followed or waited for, and no run fails without saying why.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DeliberateOutput({ "The template cache .* is not used", "The template .* cannot be used because",
		"Deleting symbolic link from location inside of temp dir", "The (report|journal) of this run cannot be written",
		"The database of 'fails' cannot be kept",
		"Exception encountered during context initialization .* The workspace " })
class ForeignFilesTests {

	private static String fingerprint;

	@TempDir
	private Path temporary;

	private Path outside;

	private Path base;

	private Path cache;

	private final Map<Object, String> planted = new LinkedHashMap<>();

	@BeforeEach
	void setUp() throws IOException {
		this.outside = Files.createDirectory(this.temporary.resolve("outside"));
		Files.writeString(this.outside.resolve("canary.txt"), "canary");
		Files.writeString(Files.createDirectory(this.outside.resolve("nest")).resolve("canary.txt"), "canary");
		this.base = Files.createDirectories(this.temporary.resolve("target/pristine"));
		this.cache = this.temporary.resolve("cache");
		Files.createDirectory(this.cache,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

	@ParameterizedTest
	@EnumSource
	void underTheNamesOfFiles(Kind kind) throws Exception {
		String fingerprint = fingerprint();
		plant(kind, this.cache.resolve(fingerprint + ".json"));
		plant(kind, this.cache.resolve(fingerprint + ".template"));
		plant(kind, this.cache.resolve(fingerprint + ".bad-12345678"));
		plant(kind, this.base.resolve("run-2026-01-experiment"));
		plant(kind, this.base.resolve("run-1-1"));
		plant(kind, Files.createDirectory(this.base.resolve("run-2-2")).resolve("run.lock"));
		plant(kind, this.base.resolve("run-2-2/result.txt"));
		plant(kind, this.base.resolve("report.json"));
		plant(kind, this.base.resolve("timings.tsv"));
		plant(kind, Files.createDirectory(this.base.resolve("kept")).resolve("fails.db"));
		plant(kind, Files.createDirectory(this.base.resolve("journal")).resolve("notes.journal"));
		plant(kind, Files.createDirectory(this.base.resolve("reports")).resolve("notes.json"));
		if (kind.isNoFileOfThisUser()) {
			// Others under these names are Pristine's, which alone gives them.
			plant(kind, this.base.resolve("journal/1-1.journal"));
			plant(kind, this.base.resolve("reports/report-1-1-0-1-1.json"));
		}
		run();
		report();
		assertThat(Listing.of(this.base.resolve("kept"))).containsExactly("fails-2.db", "fails.db");
		assertNothingForeignIsChanged();
	}

	@ParameterizedTest
	@EnumSource
	void underTheNamesOfLocksAndLists(Kind kind) throws Exception {
		plant(kind, this.cache.resolve(fingerprint() + ".lock"));
		plant(kind, this.base.resolve("made-by-pristine.list"));
		run();
		report();
		assertNothingForeignIsChanged();
	}

	@Test
	void proofsThatOthersCanWriteToAreNotBelieved() throws Exception {
		run();
		report();
		Path kept = this.base.resolve("kept");
		Files.writeString(kept.resolve("precious.db"), "precious");
		Path list = this.base.resolve("made-by-pristine.list");
		Files.writeString(list, "kept/precious.db\tanother run\t8\n", StandardOpenOption.APPEND);
		// A layer is kept beside the template, and has a manifest, too.
		for (Path proof : Stream.concat(Stream.of(list), Listing.of(this.cache, ".json").stream()).toList()) {
			Files.setPosixFilePermissions(proof, PosixFilePermissions.fromString("rw-rw-rw-"));
		}
		for (Path directory : List.of(this.base, this.cache)) {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		List<String> before = Listing.of(kept);
		String listed = Files.readString(list);
		run();
		report();
		assertThat(Listing.of(kept)).containsAll(before);
		assertThat(list).content().isEqualTo(listed);
		assertThat(Listing.of(this.cache)).filteredOn((name) -> name.contains(".bad-"))
			.isNotEmpty()
			.map((name) -> this.cache.resolve(name.substring(0, name.indexOf('.')) + ".json"))
			.allSatisfy((manifest) -> assertThat(Files.getPosixFilePermissions(manifest))
				.isEqualTo(PosixFilePermissions.fromString("rw-r--r--")));
	}

	@ParameterizedTest
	@EnumSource
	void underTheNameOfTheLockOfTheWorkspace(Kind kind) throws Exception {
		plant(kind, this.base.resolve("made-by-pristine.lock"));
		run();
		report();
		assertNothingForeignIsChanged();
	}

	@ParameterizedTest
	@EnumSource
	void underTheNamesOfDirectories(Kind kind) throws Exception {
		Files.delete(this.cache);
		plant(kind, this.cache);
		for (String name : List.of("kept", "journal", "reports")) {
			plant(kind, this.base.resolve(name));
		}
		run();
		report();
		assertNothingForeignIsChanged();
	}

	@ParameterizedTest
	@EnumSource
	void underTheNameOfTheWorkspace(Kind kind) throws Exception {
		Files.delete(this.base);
		plant(kind, this.base);
		report();
		Stage.context()
			.withPropertyValues("pristine.workspace=" + this.base, "pristine.template.cache-dir=" + this.cache)
			.run((context) -> {
				if (kind != Kind.DIRECTORY) {
					assertThat(context).getFailure().rootCause().hasMessageContaining("The workspace " + this.base);
				}
			});
		assertNothingForeignIsChanged();
	}

	/**
	 * The fingerprint of the context's template, which is the same for all tests.
	 */
	private String fingerprint() throws Exception {
		if (fingerprint == null) {
			fingerprint = newFingerprint();
		}
		return fingerprint;
	}

	private String newFingerprint() throws Exception {
		Path other = this.temporary.resolve("another");
		Stage.context()
			.withPropertyValues("pristine.workspace=" + other, "pristine.template.cache-dir=" + other.resolve("cache"))
			.run((context) -> assertThat(context).hasNotFailed());
		String manifest = Listing.of(other.resolve("cache"), ".json").get(0).getFileName().toString();
		return manifest.substring(0, manifest.length() - ".json".length());
	}

	private void run() {
		Stage.context()
			.withPropertyValues("pristine.workspace=" + this.base, "pristine.template.cache-dir=" + this.cache,
					"pristine.keep=all")
			.run((context) -> Stage.scenario(context, "fails", () -> {
				Stage.write(context, "from a scenario");
				assertThat(Stage.notes(context)).containsExactly("from the migration", "from a scenario");
			}));
	}

	private void report() {
		RunReporter reporter = new RunReporter(new RunDirectory(this.base));
		reporter.on(new TestPlanned("1", "a.feature:1", "one"));
		reporter.on(new TestStarted("1", "a.feature:1", "one", false, "s1"));
		reporter.on(new TestFinished("1", Outcome.PASSED, 1, 0));
		reporter.on(new RunFinished());
	}

	private void plant(Kind kind, Path place) throws Exception {
		kind.plant(place, this.outside);
		Files.walkFileTree(place, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				ForeignFilesTests.this.planted.put(attributes.fileKey(), describe(file));
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private void assertNothingForeignIsChanged() throws IOException {
		Map<Object, String> there = new LinkedHashMap<>();
		Files.walkFileTree(this.temporary, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (ForeignFilesTests.this.planted.containsKey(attributes.fileKey())) {
					there.put(attributes.fileKey(), describe(file));
				}
				return FileVisitResult.CONTINUE;
			}

		});
		assertThat(there).containsAllEntriesOf(this.planted);
		for (String canary : List.of("canary.txt", "nest/canary.txt")) {
			assertThat(this.outside.resolve(canary)).content().isEqualTo("canary");
		}
	}

	/**
	 * What nobody may change, wherever it is by now.
	 */
	private static String describe(Path file) throws IOException {
		Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid,size,lastModifiedTime,isRegularFile",
				LinkOption.NOFOLLOW_LINKS);
		boolean small = Boolean.TRUE.equals(attributes.get("isRegularFile")) && (long) attributes.get("size") < 1000;
		return attributes + " " + (Files.isSymbolicLink(file) ? Files.readSymbolicLink(file) : "")
				+ (small ? Files.readString(file) : "");
	}

	enum Kind {

		FILE {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.writeString(place, "precious");
			}

		},

		DIRECTORY {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.writeString(Files.createDirectory(place).resolve("precious.txt"), "precious");
			}

		},

		LINK_TO_A_FILE {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.createSymbolicLink(place, outside.resolve("canary.txt"));
			}

		},

		LINK_TO_A_DIRECTORY {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.createSymbolicLink(place, outside.resolve("nest"));
			}

		},

		LINK_TO_NOTHING {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.createSymbolicLink(place, outside.resolve("nothing"));
			}

		},

		LINK_TO_ENDLESS_ZEROS {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.createSymbolicLink(place, Path.of("/dev/zero"));
			}

		},

		OTHER_NAME_OF_A_FILE {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.createLink(place, outside.resolve("canary.txt"));
			}

		},

		PIPE {

			@Override
			void plant(Path place, Path outside) throws Exception {
				command("mkfifo", place.toString());
			}

		},

		DEVICE {

			@Override
			void plant(Path place, Path outside) throws Exception {
				command("mknod", place.toString(), "c", "1", "5");
			}

		},

		HUGE_FILE {

			@Override
			void plant(Path place, Path outside) throws IOException {
				try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
					file.setLength(3L << 30);
				}
			}

		},

		FILE_OF_ANOTHER_USER {

			@Override
			void plant(Path place, Path outside) throws Exception {
				Files.writeString(place, "precious");
				command("chown", "12345", place.toString());
			}

		},

		FILE_THAT_NOBODY_MAY_READ {

			@Override
			void plant(Path place, Path outside) throws IOException {
				Files.writeString(place, "precious");
				Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("---------"));
			}

		};

		abstract void plant(Path place, Path outside) throws Exception;

		boolean isNoFileOfThisUser() {
			return this != FILE && this != DIRECTORY && this != OTHER_NAME_OF_A_FILE && this != HUGE_FILE
					&& this != FILE_THAT_NOBODY_MAY_READ;
		}

		private static void command(String... command) throws Exception {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			process.getInputStream().readAllBytes();
			assumeTrue(process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0, "Only the administrator can");
		}

	}

}
