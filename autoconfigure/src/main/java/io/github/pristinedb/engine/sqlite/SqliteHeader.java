package io.github.pristinedb.engine.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of an SQLite database.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_database_header">Database
 * File Format, 1.3</a>
 */
final class SqliteHeader {

	/**
	 * The length of the header, in bytes.
	 */
	static final int LENGTH = 100;

	private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

	private SqliteHeader() {
	}

	/**
	 * Whether these are the first bytes of an SQLite database.
	 * @param bytes 16 bytes or more, read from the buffer's start whatever its position
	 * @return whether they are
	 */
	static boolean isDatabase(ByteBuffer bytes) {
		return bytes.limit() >= MAGIC.length && bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
	}

}
