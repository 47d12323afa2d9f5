package io.github.pristinedb.flyway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.pristinedb.template.FingerprintBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a fingerprint of which several may have one name, as the files of two
 * locations with the same relative path have. They become one input, whatever their
 * order. Of each value only its digest is kept.
 */
final class InputGroups {

	private final Map<String, List<byte[]>> digests = new TreeMap<>();

	private final MessageDigest sha256 = sha256();

	/**
	 * Add a value.
	 * @param name of the input
	 * @param value its bytes
	 */
	void add(String name, byte[] value) {
		this.digests.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(this.sha256.digest(value));
	}

	/**
	 * Add a value that consists of texts.
	 * @param name of the input
	 * @param parts the texts; no two lists of parts run into one another
	 */
	void add(String name, @Nullable String... parts) {
		StringBuilder value = new StringBuilder();
		for (String part : parts) {
			value.append((part != null) ? part.length() + ":" + part : "-");
		}
		add(name, value.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Hand all over.
	 * @param fingerprint what they are added to
	 */
	void addTo(FingerprintBuilder fingerprint) {
		this.digests.forEach((name, values) -> {
			values.sort(Arrays::compare);
			values.forEach(this.sha256::update);
			fingerprint.add(name, this.sha256.digest());
		});
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
