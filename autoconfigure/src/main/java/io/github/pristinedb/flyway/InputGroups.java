package io.github.pristinedb.flyway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.pristinedb.files.Sha256;
import io.github.pristinedb.template.FingerprintBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of a fingerprint that may share a name, such as files of two locations with the
 * same relative path. Inputs of one name become one input, whatever their order. Only the
 * digests of values are kept.
 */
final class InputGroups {

	private final Map<String, List<byte[]>> digests = new TreeMap<>();

	private final MessageDigest sha256 = Sha256.digest();

	/**
	 * Add a value.
	 * @param name of the input
	 * @param value its bytes
	 */
	void add(String name, byte[] value) {
		addDigest(name, this.sha256.digest(value));
	}

	/**
	 * Add a value that was hashed before.
	 * @param name of the input
	 * @param digest the SHA-256 of its bytes
	 */
	void addDigest(String name, byte[] digest) {
		this.digests.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(digest);
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

}
