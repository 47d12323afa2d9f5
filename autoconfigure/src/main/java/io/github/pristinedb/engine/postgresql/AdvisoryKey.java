package io.github.pristinedb.engine.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.files.Sha256;

/**
 * The key of an advisory lock in the maintenance database, as two numbers: what the lock
 * is for, and a hash of its name. Two names with one hash only wait for each other.
 *
 * @param purpose what it is for
 * @param hash of the name
 */
record AdvisoryKey(int purpose, int hash) {

	/**
	 * The locks of runs that are alive, each of which holds its own as long as it lives.
	 */
	static final int RUN = 0x50524e52;

	private static final int BUILD = 0x50524e42;

	private static final int USE = 0x50524e55;

	private static final int LITERAL = 0x50524e4c;

	/**
	 * The locks of turns, each within its own database.
	 */
	static final int TURN = 0x50524e54;

	/**
	 * The lock of a run. It is shared, by the sessions of one JVM.
	 */
	static AdvisoryKey ofRun(String run) {
		return new AdvisoryKey(RUN, hash(run));
	}

	/**
	 * The lock of whoever builds a template.
	 */
	static AdvisoryKey ofBuild(Fingerprint fingerprint) {
		return ofBuild(DatabaseNames.template(fingerprint));
	}

	/**
	 * The lock of whoever builds a template.
	 */
	static AdvisoryKey ofBuild(String template) {
		return new AdvisoryKey(BUILD, hash(template));
	}

	/**
	 * The lock of a template that runs use. It is shared.
	 */
	static AdvisoryKey ofUse(Fingerprint fingerprint) {
		return new AdvisoryKey(USE, hash(DatabaseNames.template(fingerprint)));
	}

	/**
	 * The lock of whoever makes an application's own database.
	 */
	static AdvisoryKey ofLiteral(String database) {
		return new AdvisoryKey(LITERAL, hash(database));
	}

	/**
	 * The lock of the scenario that an application's own database belongs to, within that
	 * database.
	 */
	static AdvisoryKey ofTurn(String database) {
		return new AdvisoryKey(TURN, hash(database));
	}

	private static int hash(String name) {
		return ByteBuffer.wrap(Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8))).getInt();
	}

	/**
	 * The purpose as {@code pg_locks} has it, without a sign.
	 */
	long classId() {
		return Integer.toUnsignedLong(this.purpose);
	}

	/**
	 * The hash as {@code pg_locks} has it, without a sign.
	 */
	long objectId() {
		return Integer.toUnsignedLong(this.hash);
	}

	/**
	 * The key as the arguments of a function.
	 */
	@Override
	public String toString() {
		return "(" + this.purpose + ", " + this.hash + ")";
	}

}
