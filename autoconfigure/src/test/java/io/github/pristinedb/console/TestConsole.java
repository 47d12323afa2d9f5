package io.github.pristinedb.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Holds back what a test class prints, and prints it if the class fails. So the output of
 * a build is about its failures. Acts on the build's own tests alone, not on those that
 * they run in turn, and only where the system property {@code build.console} is
 * {@code quiet}.
 */
public final class TestConsole implements TestExecutionListener {

	private static final boolean QUIET = "quiet".equals(System.getProperty("build.console"));

	// A class that prints more is looked into by itself.
	private static final int MAX_BYTES = 16 * 1024 * 1024;

	// The streams are the JVM's.
	private static final Held held = new Held();

	private static int plans;

	private static final Set<String> classes = new HashSet<>();

	private boolean failed;

	@Override
	public void testPlanExecutionStarted(TestPlan plan) {
		synchronized (held) {
			if (QUIET && plans == 0) {
				held.install();
				for (TestIdentifier engine : plan.getRoots()) {
					plan.getChildren(engine).forEach((test) -> classes.add(test.getUniqueId()));
				}
			}
			plans++;
		}
	}

	@Override
	public void testPlanExecutionFinished(TestPlan plan) {
		synchronized (held) {
			plans--;
			if (plans == 0) {
				classes.clear();
				held.restore();
			}
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		if (isClassOfTheBuild(test.getUniqueId())) {
			this.failed = false;
			held.begin();
		}
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		this.failed |= result.getStatus() == TestExecutionResult.Status.FAILED;
		if (isClassOfTheBuild(test.getUniqueId())) {
			held.end(this.failed);
		}
	}

	/**
	 * Whether a class is one that the build runs, and what it prints is held back.
	 * @param uniqueId the class's unique id
	 * @return whether it is
	 */
	static boolean isClassOfTheBuild(String uniqueId) {
		synchronized (held) {
			return classes.contains(uniqueId);
		}
	}

	/**
	 * What the running class has printed so far.
	 * @return the text
	 */
	static String printed() {
		return held.text();
	}

	/**
	 * The output that is held back.
	 */
	private static final class Held {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private boolean holding;

		private PrintStream out = System.out;

		private PrintStream err = System.err;

		synchronized void install() {
			this.out = System.out;
			this.err = System.err;
			System.setOut(new PrintStream(new Valve(this.out), true, StandardCharsets.UTF_8));
			System.setErr(new PrintStream(new Valve(this.err), true, StandardCharsets.UTF_8));
		}

		synchronized void restore() {
			end(false);
			System.setOut(this.out);
			System.setErr(this.err);
		}

		synchronized void begin() {
			this.bytes.reset();
			this.holding = true;
		}

		synchronized void end(boolean print) {
			this.holding = false;
			if (print) {
				this.out.print(text());
				this.out.flush();
			}
			this.bytes.reset();
		}

		synchronized String text() {
			return this.bytes.toString(StandardCharsets.UTF_8);
		}

		private synchronized boolean hold(byte[] buffer, int offset, int length) {
			if (this.holding && this.bytes.size() < MAX_BYTES) {
				this.bytes.write(buffer, offset, length);
			}
			return this.holding;
		}

		/**
		 * Lets output through while nothing is held back.
		 */
		private final class Valve extends OutputStream {

			private final PrintStream target;

			private Valve(PrintStream target) {
				this.target = target;
			}

			@Override
			public void write(int value) {
				write(new byte[] { (byte) value }, 0, 1);
			}

			@Override
			public void write(byte[] buffer, int offset, int length) {
				if (!hold(buffer, offset, length)) {
					this.target.write(buffer, offset, length);
				}
			}

			@Override
			public void flush() {
				this.target.flush();
			}

		}

	}

}
