package io.github.pristinedb.launch;

/**
 * Maven's own JVM. It loads the tests of each module to hand them to its forks one by one
 * ({@code forkCount} above 1, {@code reuseForks=false}), or to run them itself ({@code
 * forkCount=0}). Its working directory is not the module's.
 */
final class MavenJvm {

	private MavenJvm() {
	}

	/**
	 * Whether this JVM is Maven's own.
	 * @return whether it is
	 */
	static boolean isThisJvm() {
		// Maven's launcher sets the property, and its class loader is not that of the
		// tests.
		return System.getProperty("classworlds.conf") != null
				&& MavenJvm.class.getClassLoader() != ClassLoader.getSystemClassLoader();
	}

}
