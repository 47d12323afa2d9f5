package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of an SQLite database. All methods take a big-endian buffer and read it
 * from its start, whatever its position.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_database_header">Database
 * File Format, 1.3</a>
 */
final class SqliteHeader {

	/**
	 * The length of the header, in bytes.
	 */
	static final int LENGTH = 100;

	/**
	 * The highest change counter, after which SQLite begins at 0 again.
	 */
	static final long HIGHEST_CHANGE_COUNTER = 0xFFFF_FFFFL;

	private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

	private static final int PAGE_SIZE = 16;

	private static final int WRITE_VERSION = 18;

	private static final int READ_VERSION = 19;

	private static final int RESERVED_BYTES = 20;

	private static final int CHANGE_COUNTER = 24;

	/**
	 * Where the schema cookie is.
	 */
	static final int SCHEMA_COOKIE = 40;

	private static final int TEXT_ENCODING = 56;

	private static final int VERSION_VALID_FOR = 92;

	private static final int LEGACY = 1;

	private static final int WAL = 2;

	private SqliteHeader() {
	}

	/**
	 * Read the header of a file.
	 * @param channel the file, at its start
	 * @return as much of a header as the file has
	 * @throws IOException if it cannot be read
	 */
	static ByteBuffer read(FileChannel channel) throws IOException {
		ByteBuffer header = ByteBuffer.allocate(LENGTH);
		while (header.hasRemaining() && channel.read(header) != -1) {
			continue;
		}
		return header.flip();
	}

	/**
	 * Whether these are the first bytes of an SQLite database.
	 * @param bytes 16 bytes or more
	 * @return whether they are
	 */
	static boolean isDatabase(ByteBuffer bytes) {
		return bytes.limit() >= MAGIC.length && bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
	}

	/**
	 * The page size.
	 * @param header the header
	 * @return the size in bytes
	 */
	static int pageSize(ByteBuffer header) {
		int size = header.getShort(PAGE_SIZE) & 0xFFFF;
		return (size != 1) ? size : 0x10000;
	}

	/**
	 * Whether the database is written with a rollback journal: neither with a write-ahead
	 * log nor by a later version of SQLite in a way unknown here.
	 * @param header the header
	 * @return whether it is
	 */
	static boolean usesRollbackJournal(ByteBuffer header) {
		return header.get(WRITE_VERSION) == LEGACY && header.get(READ_VERSION) == LEGACY;
	}

	/**
	 * Whether the database is written with a write-ahead log.
	 * @param header the header
	 * @return whether it is
	 */
	static boolean usesWriteAheadLog(ByteBuffer header) {
		return header.get(WRITE_VERSION) == WAL && header.get(READ_VERSION) == WAL;
	}

	/**
	 * Let the database be written with a write-ahead log from now on.
	 * @param header the header
	 */
	static void setWriteAheadLog(ByteBuffer header) {
		header.put(WRITE_VERSION, (byte) WAL);
		header.put(READ_VERSION, (byte) WAL);
	}

	/**
	 * Whether two first pages differ in nothing but how the database is written, and in
	 * what each transaction changes.
	 * @param page the one
	 * @param other the other
	 * @return whether it is so
	 */
	static boolean hasSameContent(ByteBuffer page, ByteBuffer other) {
		return page.slice(0, WRITE_VERSION).equals(other.slice(0, WRITE_VERSION))
				&& rest(page, RESERVED_BYTES, CHANGE_COUNTER).equals(rest(other, RESERVED_BYTES, CHANGE_COUNTER))
				&& rest(page, CHANGE_COUNTER + 4, VERSION_VALID_FOR)
					.equals(rest(other, CHANGE_COUNTER + 4, VERSION_VALID_FOR))
				&& rest(page, LENGTH, page.capacity()).equals(rest(other, LENGTH, other.capacity()));
	}

	private static ByteBuffer rest(ByteBuffer page, int start, int end) {
		return page.slice(start, end - start);
	}

	/**
	 * Whether the pages of two databases are laid out and encoded alike.
	 * @param header the header of the one
	 * @param other the header of the other
	 * @return whether they are
	 */
	static boolean isAlike(ByteBuffer header, ByteBuffer other) {
		return pageSize(header) == pageSize(other) && header.get(RESERVED_BYTES) == other.get(RESERVED_BYTES)
				&& header.getInt(TEXT_ENCODING) == other.getInt(TEXT_ENCODING);
	}

	/**
	 * The change counter.
	 * @param header the header
	 * @return the counter, from 0 to {@link #HIGHEST_CHANGE_COUNTER}
	 */
	static long changeCounter(ByteBuffer header) {
		return Integer.toUnsignedLong(header.getInt(CHANGE_COUNTER));
	}

	/**
	 * Whether the size in the header can be relied on: whoever changed the database last
	 * wrote it.
	 * @param header the header
	 * @return whether it can
	 */
	static boolean isSizeValid(ByteBuffer header) {
		return header.getInt(CHANGE_COUNTER) == header.getInt(VERSION_VALID_FOR);
	}

	/**
	 * Set the change counter, and what is valid for it.
	 * @param header the header
	 * @param counter the counter
	 */
	static void setChangeCounter(ByteBuffer header, long counter) {
		header.putInt(CHANGE_COUNTER, (int) counter);
		header.putInt(VERSION_VALID_FOR, (int) counter);
	}

	/**
	 * The schema cookie, which each change of the schema changes.
	 * @param header the header
	 * @return the cookie
	 */
	static int schemaCookie(ByteBuffer header) {
		return header.getInt(SCHEMA_COOKIE);
	}

}
