package io.github.pristinedb.template;

/**
 * The bytes of a class that takes part in making a template cannot be read. A fingerprint
 * could not tell one version of the class from another.
 */
public final class UnreadableClassException extends NoFingerprintException {

	private static final long serialVersionUID = 1L;

	private final String className;

	UnreadableClassException(Class<?> type) {
		super("The class %s takes part in making the template, but its class loader (%s) has no class file of it. "
			.formatted(type.getName(), type.getClassLoader())
				+ "The fingerprint of the template has to cover it: make it an ordinary class", null);
		this.className = type.getName();
	}

	/**
	 * The class that cannot be read.
	 * @return its name
	 */
	String className() {
		return this.className;
	}

}
