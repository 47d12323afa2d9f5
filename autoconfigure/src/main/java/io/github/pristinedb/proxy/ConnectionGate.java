package io.github.pristinedb.proxy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Passes each call of the application to the objects of one connection, by the rules of
 * an isolation. Used by as many threads as the connection is.
 */
public interface ConnectionGate {

	/**
	 * The connection as the application sees it.
	 * @return the connection
	 */
	Connection connection();

	/**
	 * A call begins. Waits for its turn where calls take turns.
	 */
	void enter();

	/**
	 * A call that has {@linkplain #enter() begun} ends, whatever came of it.
	 */
	void leave();

	/**
	 * Metadata is about to ask the database.
	 * @throws SQLException if the connection is closed
	 */
	void ensureOpen() throws SQLException;

	/**
	 * A statement or its rows are about to be used.
	 * @throws SQLException if they may not be used any more
	 */
	void ensureUsable() throws SQLException;

	/**
	 * The next row is about to be read.
	 * @throws SQLException if it may not be read
	 */
	void ensureReadable() throws SQLException;

	/**
	 * A statement is about to be created.
	 * @return the gate of the statement
	 */
	StatementGate create();

	/**
	 * A statement is about to be prepared.
	 * @param sql its text
	 * @return the gate of the statement
	 * @throws SQLException if it may not be prepared
	 */
	StatementGate prepare(String sql) throws SQLException;

	/**
	 * Records the statements.
	 * @return the recorder, {@code null} if nobody wants to know
	 */
	@Nullable StatementRecorder recorder();

	/**
	 * Rows are about to write themselves.
	 * @param change writes them
	 * @throws SQLException if it fails
	 */
	void change(StatementGate.Execution<?> change) throws SQLException;

	/**
	 * Metadata has found rows. Nobody but the connection closes the statement behind
	 * them.
	 * @param rows the rows
	 */
	void rowsOpened(ResultSet rows);

	/**
	 * A large object is about to be read or written, which some drivers do on the server
	 * at once.
	 * @param writes whether it is written
	 * @throws SQLException if it may not be used
	 */
	void largeObject(boolean writes) throws SQLException;

	/**
	 * A large object was handed out.
	 * @param value frees it
	 */
	void valueOpened(AutoCloseable value);

	/**
	 * The call may leave something behind on the physical connection.
	 */
	void stuck();

	/**
	 * The driver's own object is about to be handed out, which can do anything.
	 * @throws SQLException if it may not be handed out
	 */
	void unwrapping() throws SQLException;

	/**
	 * A call failed.
	 * @param failure its exception
	 */
	void failed(SQLException failure);

	/**
	 * An object of the connection in words.
	 * @param delegate the driver's object
	 * @return the text that its proxy has for {@link Object#toString()}
	 */
	String describe(Object delegate);

}
