package io.github.pristinedb.jdbc;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.DirectFieldAccessor;

/**
 * Lets a pool of C3P0 finish what its threads do in the background, before the pool is
 * closed. It opens another connection whenever somebody waits, also for one that is given
 * back meanwhile. Closed at that moment, with its database gone, it would plan another
 * attempt with a timer that it has cancelled, and log a stack trace.
 */
final class C3p0End {

	private static final Log logger = LogFactory.getLog(C3p0End.class);

	// Where its pools are.
	static final String PACKAGE = "com.mchange.v2.c3p0.";

	// As for HikariCP.
	private static final long LIMIT_SECONDS = 10;

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private C3p0End() {
	}

	/**
	 * Whether a data source is a pool of C3P0.
	 * @param dataSource the data source
	 * @return whether it is one
	 */
	static boolean isPool(DataSource dataSource) {
		return dataSource.getClass().getName().startsWith(PACKAGE);
	}

	/**
	 * Wait until the threads of a pool have nothing to do, for ten seconds at most.
	 * @param dataSource the pool, which nobody uses any more
	 */
	static void await(DataSource dataSource) {
		try {
			// A pool that is asked starts, also one that is closed.
			if (new DirectFieldAccessor(dataSource).getPropertyValue("poolManager") == null) {
				return;
			}
			BeanWrapper pool = new BeanWrapperImpl(dataSource);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
			while (isBusy(pool) && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
				LockSupport.parkNanos(POLL_NANOS);
			}
		}
		catch (BeansException ex) {
			logger.debug("A pool is closed while it may still open connections", ex);
		}
	}

	// In this order: a task that is no longer pending is active.
	private static boolean isBusy(BeanWrapper pool) {
		return !Integer.valueOf(0).equals(pool.getPropertyValue("threadPoolNumTasksPending"))
				|| !Integer.valueOf(0).equals(pool.getPropertyValue("threadPoolNumActiveThreads"));
	}

}
