package io.github.pristinedb.transaction;

import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;

/**
 * A savepoint of the application's. Nothing is done on the physical connection for it
 * before its transaction writes again.
 */
final class LogicalSavepoint implements Savepoint {

	private final int id;

	private final String name;

	/**
	 * What was written since it was set starts here.
	 */
	private @Nullable WriteSegment segment;

	private boolean released;

	LogicalSavepoint(int id, String name) {
		this.id = id;
		this.name = name;
	}

	@Override
	public int getSavepointId() {
		return this.id;
	}

	@Override
	public String getSavepointName() {
		return this.name;
	}

	/**
	 * Whether the application has released it by this object.
	 * @return whether it has
	 */
	boolean isReleased() {
		return this.released;
	}

	void release() {
		this.released = true;
	}

	/**
	 * Where the writes since this savepoint start.
	 * @return the first segment of them, {@code null} if there is none
	 */
	@Nullable WriteSegment segment() {
		return this.segment;
	}

	void startsWith(@Nullable WriteSegment segment) {
		this.segment = segment;
	}

}
