package io.github.pristinedb.jdbc;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ReflectionUtils;

/**
 * Lets a pool of HikariCP finish what it closes in the background, before the pool itself
 * is closed. Its thread that closes evicted connections fills the pool up again, and
 * waits for the pool's monitor to do so. A pool that is closed at that moment holds the
 * monitor, and waits ten seconds for that thread. See
 * <a href="https://github.com/brettwooldridge/HikariCP/issues/1780">HikariCP 1780</a>.
 * Applications seldom evict and close. Slots do so whenever they are given up.
 */
final class HikariEnd {

	private static final Log logger = LogFactory.getLog(HikariEnd.class);

	// As long as the pool waits by itself. A statement may never end.
	private static final long LIMIT_SECONDS = 10;

	private HikariEnd() {
	}

	/**
	 * Wait until the connections that were evicted are closed, for ten seconds at most.
	 * @param dataSource the pool, which nobody uses any more
	 */
	static void await(HikariDataSource dataSource) {
		HikariPoolMXBean pool = dataSource.getHikariPoolMXBean();
		if (pool == null || dataSource.isClosed()) {
			return;
		}
		try {
			// The pool has no other way to tell.
			Field field = ReflectionUtils.findField(pool.getClass(), "closeConnectionExecutor");
			if (field == null) {
				return;
			}
			ReflectionUtils.makeAccessible(field);
			if (field.get(pool) instanceof ThreadPoolExecutor closer && closer.getPoolSize() > 0) {
				// One thread, first in, first out.
				closer.submit(() -> {
				}).get(LIMIT_SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ReflectiveOperationException | RejectedExecutionException | ExecutionException | TimeoutException
				| InaccessibleObjectException ex) {
			logger.debug("A pool is closed while it may still close connections", ex);
		}
	}

}
