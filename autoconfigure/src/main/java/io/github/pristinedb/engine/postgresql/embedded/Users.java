package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.RunLock;
import org.jspecify.annotations.Nullable;

/**
 * The processes that use a server. Each has a file of its own, which it keeps locked as
 * long as it lives. A lock that all share would be lost when another class loader of the
 * JVM closes the same file.
 */
final class Users {

	private static final Pattern FILE = Pattern.compile("(\\d{1,18})-[0-9a-f-]{36}");

	private final Path directory;

	private @Nullable RunLock own;

	private @Nullable Path file;

	/**
	 * The users of a server. The caller holds the store's lock whenever it calls a
	 * method.
	 * @param directory the directory of their files
	 */
	Users(Path directory) {
		this.directory = directory;
	}

	/**
	 * This process uses the server from now on.
	 * @throws IOException if it cannot be noted
	 */
	void enter() throws IOException {
		OwnerOnly.createPrivate(this.directory);
		Path file = this.directory.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
		this.own = RunLock.create(file);
		this.file = file;
	}

	/**
	 * This process no longer uses the server.
	 * @return whether nobody else does
	 * @throws IOException if it cannot be told
	 */
	boolean leave() throws IOException {
		if (this.own != null && this.file != null) {
			this.own.close();
			OwnFile.delete(this.file);
			this.own = null;
		}
		return isEmpty();
	}

	/**
	 * Whether no process uses the server. The files of dead processes are removed.
	 * @return whether none does
	 * @throws IOException if it cannot be told
	 */
	boolean isEmpty() throws IOException {
		boolean empty = true;
		if (!OwnFile.exists(this.directory)) {
			return true;
		}
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory)) {
			for (Path each : files) {
				Matcher name = FILE.matcher(each.getFileName().toString());
				if (!name.matches() || RunLock.isOfDeadProcess(each, Long.parseLong(name.group(1)))) {
					// Under the store's lock nobody is about to rename such a file.
					OwnFile.delete(each);
				}
				else {
					empty = false;
				}
			}
		}
		return empty;
	}

}
