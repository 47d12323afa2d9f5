package io.github.pristinedb.merge;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.report.JvmHistory;
import io.github.pristinedb.report.RunDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The files that shards left. An unreadable file is a problem, but the rest is read.
 *
 * @param journals the journals
 * @param coverage the files with coverage
 * @param problems the unreadable files, in sentences
 */
record MergeInputs(List<JvmHistory> journals, List<Path> coverage, List<String> problems) {

	/**
	 * Look for files, at any depth and behind links.
	 * @param options the directories, and the files that the merge itself writes
	 * @return the files, each one once
	 */
	static MergeInputs find(MergeOptions options) {
		List<String> problems = new ArrayList<>();
		SortedSet<Path> files = new TreeSet<>();
		for (Path input : options.inputs()) {
			if (Files.isDirectory(input)) {
				collect(input.toAbsolutePath().normalize(), files, problems);
			}
			else {
				problems.add(input + " is not a directory.");
			}
		}
		List<JvmHistory> journals = new ArrayList<>();
		List<Path> coverage = new ArrayList<>();
		Set<Path> seen = writtenByMerges(options);
		for (Path file : files) {
			try {
				if (seen.add(file.toRealPath())) {
					if (file.toString().endsWith(Journal.ENDING)) {
						journals.add(JvmHistory.of(Journal.readBrought(file)));
					}
					else if (RunDirectory.isCoverage(file)) {
						coverage.add(file);
					}
				}
			}
			catch (IOException ex) {
				problems.add(unreadable(file, ex));
			}
		}
		return new MergeInputs(journals, coverage, problems);
	}

	/**
	 * The coverage that an earlier merge wrote to the places of this one: to the
	 * configured file, and to the default file. The output of other merges looks like any
	 * other coverage.
	 */
	private static Set<Path> writtenByMerges(MergeOptions options) {
		Set<Path> written = new HashSet<>();
		for (Path file : List.of(options.coverage(), options.output().resolve(MergeOptions.COVERAGE))) {
			try {
				written.add(file.toRealPath());
			}
			catch (IOException ex) {
				// There is none.
			}
		}
		return written;
	}

	private static void collect(Path directory, Set<Path> files, List<String> problems) {
		try {
			Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
					new SimpleFileVisitor<>() {

						@Override
						public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
							if (attributes.isRegularFile()) {
								files.add(file);
							}
							return FileVisitResult.CONTINUE;
						}

						@Override
						public FileVisitResult visitFileFailed(Path file, IOException ex) {
							// A link back into a directory above.
							if (!(ex instanceof FileSystemLoopException)) {
								problems.add(unreadable(file, ex));
							}
							return FileVisitResult.CONTINUE;
						}

						@Override
						public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) {
							if (ex != null) {
								problems.add(unreadable(directory, ex));
							}
							return FileVisitResult.CONTINUE;
						}

					});
		}
		catch (IOException ex) {
			problems.add(unreadable(directory, ex));
		}
	}

	private static String unreadable(Path file, IOException ex) {
		return file + " cannot be read: " + ((ex instanceof FileSystemException) ? ex : ex.getMessage()) + ".";
	}

}
