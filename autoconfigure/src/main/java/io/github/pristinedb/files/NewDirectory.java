package io.github.pristinedb.files;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A directory that is filled under a name that nobody else uses, and then gets its final
 * name in one step. If it never gets one, it is removed.
 */
public final class NewDirectory implements Closeable {

	private final Path path;

	private boolean published;

	private NewDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Create an empty directory.
	 * @param parent where it is to be
	 * @param prefix how its present name starts
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	public static NewDirectory in(Path parent, String prefix) throws IOException {
		return new NewDirectory(OwnerOnly.createFresh(parent, prefix));
	}

	/**
	 * Where the directory is before it is published.
	 * @return its path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Add a file that other users may read, with the directories around it.
	 * @param name its name, relative to this directory
	 * @param content its content
	 * @param executable whether it can be executed
	 * @throws IOException if it cannot be written, or the name leads out of this
	 * directory
	 */
	public void addFile(String name, InputStream content, boolean executable) throws IOException {
		Path file = inside(name);
		Files.copy(content, file);
		if (!file.toFile().setReadable(true, false) || (executable && !file.toFile().setExecutable(true, false))) {
			throw new IOException("The permissions of " + file + " cannot be set");
		}
	}

	/**
	 * Add a file that only its owner can read.
	 * @param name its name, in this directory
	 * @param content its content
	 * @throws IOException if it cannot be written
	 */
	public void addSecret(String name, String content) throws IOException {
		WholeFile.writeSecret(inside(name), content);
	}

	/**
	 * Write at the end of a file that somebody has put into this directory.
	 * @param name its name, relative to this directory
	 * @param content what to write
	 * @throws IOException if it cannot be written
	 */
	public void append(String name, String content) throws IOException {
		try (OutputStream out = OwnFile.append(inside(name))) {
			out.write(content.getBytes(StandardCharsets.UTF_8));
		}
	}

	/**
	 * Add a symbolic link, with the directories around it.
	 * @param name its name, relative to this directory
	 * @param target what the link says
	 * @throws IOException if it cannot be created, or leads out of this directory
	 */
	public void addLink(String name, String target) throws IOException {
		Path link = inside(name);
		inside(this.path.relativize(Objects.requireNonNull(link.getParent()).resolve(target)).toString());
		Files.createSymbolicLink(link, Path.of(target));
	}

	private Path inside(String name) throws IOException {
		Path inside = this.path.resolve(name).normalize();
		if (!inside.startsWith(this.path) || inside.equals(this.path)) {
			throw new IOException(name + " leads out of its directory");
		}
		OwnerOnly.createReadable(Objects.requireNonNull(inside.getParent()));
		return inside;
	}

	/**
	 * Give the directory its final name.
	 * @param name the name, in the same parent directory, which nothing has
	 * @throws IOException if it cannot be renamed
	 */
	public void publish(Path name) throws IOException {
		Files.move(this.path, name, StandardCopyOption.ATOMIC_MOVE);
		this.published = true;
	}

	/**
	 * Give the directory its final name, and let other users read its own names.
	 * @param name the name, in the same parent directory, which nothing has
	 * @throws IOException if it cannot be renamed
	 */
	public void publishReadable(Path name) throws IOException {
		File directory = this.path.toFile();
		if (!directory.setReadable(true, false) || !directory.setExecutable(true, false)) {
			throw new IOException("The permissions of " + directory + " cannot be set");
		}
		publish(name);
	}

	@Override
	public void close() throws IOException {
		if (!this.published) {
			Removal.of(this.path);
		}
	}

}
