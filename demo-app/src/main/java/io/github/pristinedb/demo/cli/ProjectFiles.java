package io.github.pristinedb.demo.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.context.NewContextFile;

/**
 * Reads text files below a project's directory.
 */
final class ProjectFiles {

	private final Path directory;

	ProjectFiles(Path directory) {
		this.directory = directory;
	}

	List<NewContextFile> read(List<String> names) {
		return names.stream().map(this::read).toList();
	}

	private NewContextFile read(String name) {
		Path file = resolve(name);
		if (!file.startsWith(this.directory)) {
			throw refused(file, "lies outside the project's directory " + this.directory, "Copy it there first");
		}
		if (!Files.exists(file)) {
			throw refused(file, "does not exist", "Check its name");
		}
		if (!Files.isRegularFile(file)) {
			throw refused(file, "is not a file", "Name the files in it one by one");
		}
		try {
			String path = this.directory.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
			return new NewContextFile(path, Files.readString(file));
		}
		catch (CharacterCodingException ex) {
			throw refused(file, "is not a text in UTF-8", "Convert it first");
		}
		catch (IOException ex) {
			throw refused(file, "cannot be read (" + ex + ")", "Check its permissions");
		}
	}

	private Path resolve(String name) {
		try {
			return this.directory.resolve(name).normalize();
		}
		catch (InvalidPathException ex) {
			throw new RefusedException("'%s' is no file name (%s). No file was added.".formatted(name, ex.getReason()),
					ex);
		}
	}

	private static RefusedException refused(Path file, String problem, String cure) {
		return new RefusedException("%s %s. No file was added. %s.".formatted(file, problem, cure));
	}

}
