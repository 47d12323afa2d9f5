package io.github.pristinedb.test;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.launch.LauncherState;
import io.github.pristinedb.scope.TestRun;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Tells that tests run in this JVM, on versions that are supported, and when the last one
 * is over. Found by the JUnit Platform through {@link java.util.ServiceLoader}.
 */
public final class RunSessionListener implements LauncherSessionListener {

	// A test can start a session of its own inside the run.
	private static final AtomicInteger open = new AtomicInteger();

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		SupportedVersions.check();
		open.incrementAndGet();
		TestRun.begin();
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		if (open.decrementAndGet() == 0) {
			LauncherState.reset();
			PristineEvents.publish(new RunFinished());
		}
	}

}
