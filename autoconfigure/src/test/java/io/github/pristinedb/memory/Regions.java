package io.github.pristinedb.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.support.DomainDataStorageAccess;
import org.hibernate.cache.spi.support.RegionFactoryTemplate;
import org.hibernate.cache.spi.support.StorageAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * A second-level cache.
 */
public final class Regions extends RegionFactoryTemplate {

	private static final long serialVersionUID = 1L;

	@Override
	protected StorageAccess createQueryResultsRegionStorageAccess(String name, SessionFactoryImplementor factory) {
		return new Storage();
	}

	@Override
	protected StorageAccess createTimestampsRegionStorageAccess(String name, SessionFactoryImplementor factory) {
		return new Storage();
	}

	@Override
	protected DomainDataStorageAccess createDomainDataStorageAccess(DomainDataRegionConfig config,
			DomainDataRegionBuildingContext context) {
		return new Storage();
	}

	@Override
	protected void prepareForUse(SessionFactoryOptions options, Map<String, Object> settings) {
	}

	@Override
	protected void releaseFromUse() {
	}

	private static final class Storage implements DomainDataStorageAccess {

		private final Map<Object, Object> content = new ConcurrentHashMap<>();

		@Override
		public boolean contains(Object key) {
			return this.content.containsKey(key);
		}

		@Override
		public Object getFromCache(Object key, SharedSessionContractImplementor session) {
			return this.content.get(key);
		}

		@Override
		public void putIntoCache(Object key, Object value, SharedSessionContractImplementor session) {
			this.content.put(key, value);
		}

		@Override
		public void evictData() {
			this.content.clear();
		}

		@Override
		public void evictData(Object key) {
			this.content.remove(key);
		}

		@Override
		public void release() {
			this.content.clear();
		}

	}

}
