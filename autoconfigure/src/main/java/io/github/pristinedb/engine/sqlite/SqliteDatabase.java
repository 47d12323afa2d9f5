package io.github.pristinedb.engine.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import org.jspecify.annotations.Nullable;

/**
 * A file that a JDBC URL names, or a reason why it names none.
 */
final class SqliteDatabase implements Database {

	/**
	 * What SQLite keeps beside a database.
	 */
	static final List<String> SIDECARS = List.of("-journal", "-wal", "-shm");

	static final boolean WINDOWS = File.separatorChar == '\\';

	/**
	 * Nothing that is thrown away has to survive a crash. Whether it would, nobody can
	 * see: unlike the mode of the journal, on which depends who waits for whom.
	 */
	private static final Map<String, String> EPHEMERAL = Map.of("synchronous", "OFF");

	private final Access access;

	private final SqliteUrl url;

	private final @Nullable Path file;

	private final @Nullable Path readable;

	private final @Nullable String unmanageable;

	private volatile @Nullable Path place;

	private SqliteDatabase(Access access, SqliteUrl url) {
		this.access = access;
		this.url = url;
		String reason = url.unmanageable();
		this.file = (reason == null) ? url.file() : null;
		this.readable = (reason == null) ? url.readableFile() : null;
		if (this.file != null && Files.isSymbolicLink(this.file)) {
			reason = "it is reached through a symbolic link, which could lead anywhere";
		}
		this.unmanageable = reason;
	}

	/**
	 * The database that an application connects to.
	 * @param access how it connects
	 * @return the database, or {@code null} if it is none of SQLite's
	 */
	static @Nullable SqliteDatabase of(Access access) {
		SqliteUrl url = SqliteUrl.parse(access.url());
		return (url != null) ? new SqliteDatabase(access, url) : null;
	}

	/**
	 * The same options, and above those the fastest settings, for a file that becomes an
	 * image.
	 * @param file the file
	 * @return the database
	 */
	SqliteDatabase forScratch(Path file) {
		return at(this.url.forScratch(file, EPHEMERAL));
	}

	/**
	 * The same options, and where they are silent the fastest settings, for a scenario's
	 * file.
	 * @param file the file
	 * @return the database
	 */
	SqliteDatabase forScenario(Path file) {
		return at(this.url.withFile(file, EPHEMERAL, Map.of()));
	}

	private SqliteDatabase at(String url) {
		return Objects.requireNonNull(of(this.access.withUrl(url)), "Not an SQLite URL");
	}

	@Override
	public Access access() {
		return this.access;
	}

	/**
	 * The URL, taken apart.
	 * @return the URL
	 */
	SqliteUrl options() {
		return this.url;
	}

	@Override
	public String name() {
		Path name = (this.readable != null) ? this.readable.getFileName() : null;
		return (name != null) ? name.toString() : "";
	}

	@Override
	public @Nullable String unmanageable() {
		return this.unmanageable;
	}

	/**
	 * The file.
	 * @return the absolute path
	 */
	Path file() {
		return Objects.requireNonNull(this.file, () -> this + " names no file");
	}

	/**
	 * The files that SQLite may keep beside the database.
	 * @return their absolute paths
	 */
	List<Path> sidecars() {
		return SIDECARS.stream().map((suffix) -> file().resolveSibling(file().getFileName() + suffix)).toList();
	}

	/**
	 * The file as it stands in messages.
	 * @return the absolute path
	 */
	String readable() {
		return String.valueOf(this.readable);
	}

	/**
	 * A failure as it stands in messages. Its own text may name the file as it is.
	 * @param failure the failure
	 * @return a text
	 */
	String readable(IOException failure) {
		return isReadable() ? failure.toString() : failure.getClass().getName();
	}

	/**
	 * A failure as it may be the cause of one that is shown.
	 * @param failure the failure
	 * @return the failure, unless it may name the file as it is
	 */
	@Nullable IOException readableCause(IOException failure) {
		return isReadable() ? failure : null;
	}

	private boolean isReadable() {
		return Objects.equals(this.file, this.readable);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other
				|| (other instanceof SqliteDatabase that && place() != null && Objects.equals(place(), that.place()));
	}

	@Override
	public int hashCode() {
		Path place = place();
		return (place != null) ? place.hashCode() : System.identityHashCode(this);
	}

	/**
	 * The file without detours: by links to its directory, or by {@code ..}, which leads
	 * elsewhere behind a link. Found once, as this may be the key of a map, and the same
	 * whether the directory is there by now or not.
	 */
	private @Nullable Path place() {
		if (this.place == null && this.file != null) {
			this.place = withoutDetours(this.file);
		}
		return this.place;
	}

	private static Path withoutDetours(Path file) {
		for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
			try {
				return parent.toRealPath()
					.resolve(file.subpath(parent.getNameCount(), file.getNameCount()))
					.normalize();
			}
			catch (IOException ex) {
				// There is no such directory yet.
			}
		}
		return file.normalize();
	}

	@Override
	public String toString() {
		return SqliteUrl.readable(this.access.url());
	}

}
