package io.github.pristinedb.launch;

/**
 * Maven's own JVM. It takes the tests of each module in, to look for those that it gives
 * to its forks one by one ({@code forkCount} above 1, {@code reuseForks=false}) or to run
 * them itself ({@code forkCount=0}), and all the while its working directory is the one
 * that it was started in.
 */
final class MavenJvm {

	private MavenJvm() {
	}

	/**
	 * Whether this JVM is Maven's own.
	 * @return whether it is
	 */
	static boolean isThisJvm() {
		// Maven's launcher has the property, and no class of the tests.
		return System.getProperty("classworlds.conf") != null
				&& MavenJvm.class.getClassLoader() != ClassLoader.getSystemClassLoader();
	}

}
