package io.github.pristinedb.template;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.github.pristinedb.engine.Image;

/**
 * SHA-256, which every Java platform has.
 */
final class Sha256 {

	private Sha256() {
	}

	static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * The SHA-256 of an image.
	 * @param image the image
	 * @return 64 hexadecimal digits
	 * @throws IOException if its file cannot be read
	 */
	static String of(Image image) throws IOException {
		MessageDigest digest = digest();
		image.digest(digest);
		return HexFormat.of().formatHex(digest.digest());
	}

}
