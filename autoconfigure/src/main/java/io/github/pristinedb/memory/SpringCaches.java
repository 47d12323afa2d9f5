package io.github.pristinedb.memory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * Spring's caches.
 */
public final class SpringCaches extends Memory {

	private final ObjectProvider<CacheManager> cacheManagers;

	/**
	 * Create a new memory.
	 * @param cacheManagers where the caches are
	 */
	public SpringCaches(ObjectProvider<CacheManager> cacheManagers) {
		this.cacheManagers = cacheManagers;
	}

	@Override
	void forget() {
		this.cacheManagers.stream().forEach(SpringCaches::clear);
	}

	private static void clear(CacheManager cacheManager) {
		for (String name : cacheManager.getCacheNames()) {
			Cache cache = cacheManager.getCache(name);
			if (cache != null) {
				cache.clear();
			}
		}
	}

}
