package io.github.pristinedb.benchmarks.scale.app;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.springframework.stereotype.Component;

/**
 * What an application does besides talking to its database. The work is a number of
 * rounds, not a time, so that it is the same however busy the machine is.
 */
@Component
public class Work {

	private static final int KIBIBYTE = 1024;

	/**
	 * Work.
	 * @param rounds how many times a kibibyte is hashed
	 * @return what comes of it
	 */
	public byte[] run(int rounds) {
		byte[] block = new byte[KIBIBYTE];
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (int i = 0; i < rounds; i++) {
				byte[] hash = digest.digest(block);
				System.arraycopy(hash, 0, block, 0, hash.length);
			}
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
		return block;
	}

}
