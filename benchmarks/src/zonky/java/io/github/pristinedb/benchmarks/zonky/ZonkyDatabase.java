package io.github.pristinedb.benchmarks.zonky;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.github.pristinedb.benchmarks.PeerDatabase;

import org.springframework.test.context.TestContextManager;

/**
 * The database of a test class that zonky refreshes after each of its methods.
 */
final class ZonkyDatabase implements PeerDatabase {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

	private final TestContextManager manager;

	private final Test test;

	private final Method method;

	private final DataSource dataSource;

	ZonkyDatabase(Class<? extends Test> testClass) throws Exception {
		this.manager = new TestContextManager(testClass);
		this.test = testClass.getDeclaredConstructor().newInstance();
		this.method = Test.class.getDeclaredMethod("method");
		this.manager.beforeTestClass();
		start();
		this.dataSource = this.manager.getTestContext().getApplicationContext().getBean(DataSource.class);
	}

	private void start() throws Exception {
		this.manager.prepareTestInstance(this.test);
		this.manager.beforeTestMethod(this.test, this.method);
	}

	@Override
	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void nextMethod() throws Exception {
		this.manager.afterTestMethod(this.test, this.method, null);
		start();
	}

	/**
	 * Its threads wait for tasks then. Twice, since one may be about to take a task.
	 */
	@Override
	public void awaitIdle() {
		for (int idle = 0; idle < 2;) {
			LockSupport.parkNanos(PAUSE);
			idle = isIdle() ? idle + 1 : 0;
		}
	}

	private static boolean isIdle() {
		return Thread.getAllStackTraces()
			.entrySet()
			.stream()
			.filter((thread) -> thread.getKey().getName().startsWith("prefetching-"))
			.allMatch((thread) -> Arrays.stream(thread.getValue())
				.anyMatch((frame) -> Objects.equals(frame.getMethodName(), "getTask")));
	}

	/**
	 * A test class. What it is annotated with says whose database it uses.
	 */
	abstract static class Test {

		void method() {
		}

	}

}
