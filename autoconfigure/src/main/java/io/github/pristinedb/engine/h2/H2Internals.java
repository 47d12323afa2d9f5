package io.github.pristinedb.engine.h2;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;

import org.h2.engine.SessionLocal;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.h2.mvstore.db.LobStorageMap;
import org.h2.mvstore.db.MVPrimaryIndex;
import org.h2.mvstore.db.MVTable;
import org.h2.schema.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * What H2 has no method for, reached by reflection. These names are the same in H2 2.3,
 * 2.4 and 2.5. {@link RootPagesProbe} finds out whether they still mean the same.
 */
final class H2Internals {

	private final Field maps = field(MVStore.class, "maps");

	private final Method setInitialRoot = method(MVMap.class, "setInitialRoot", Page.class, long.class);

	private final Field lastModificationId = field(MVTable.class, "lastModificationId");

	private final Field lastKey = field(MVPrimaryIndex.class, "lastKey");

	private final Field margin = field(Sequence.class, "margin");

	private final Field pendingLobRemovals = field(LobStorageMap.class, "pendingLobRemovals");

	private final Field cleanupExecutor = field(LobStorageMap.class, "cleanupExecutor");

	private final Field currentValueFor = field(SessionLocal.class, "currentValueFor");

	/**
	 * Find them.
	 * @throws ReflectiveOperationException if this version of H2 lacks one of them
	 * @throws RuntimeException if one of them cannot be reached
	 */
	H2Internals() throws ReflectiveOperationException {
	}

	private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
		Field field = owner.getDeclaredField(name);
		field.setAccessible(true);
		return field;
	}

	private static Method method(Class<?> owner, String name, Class<?>... parameters) throws NoSuchMethodException {
		Method method = owner.getDeclaredMethod(name, parameters);
		method.setAccessible(true);
		return method;
	}

	/**
	 * The maps of a store, which are open.
	 * @param store the store
	 * @return the maps, whose number changes with the store's
	 */
	Collection<MVMap<?, ?>> maps(MVStore store) {
		Map<?, MVMap<?, ?>> maps = get(this.maps, store);
		return maps.values();
	}

	/**
	 * Let a map have the content that it had with an earlier root page.
	 * @param map the map
	 * @param page the root page
	 * @param version the version of the store that the change belongs to
	 */
	void setRoot(MVMap<?, ?> map, Page<?, ?> page, long version) {
		try {
			this.setInitialRoot.invoke(map, page, version);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The number of a table's last change, by which H2 knows whether the result of an
	 * earlier query still holds.
	 * @param table the table
	 * @return the number
	 */
	AtomicLong lastModificationId(MVTable table) {
		return get(this.lastModificationId, table);
	}

	/**
	 * The greatest row key of a table, which is {@code _ROWID_} in SQL.
	 * @param table the table
	 * @return the key
	 */
	AtomicLong lastKey(MVTable table) {
		return get(this.lastKey, table.getScanIndex(null));
	}

	/**
	 * The number up to which a sequence is written to the catalog.
	 * @param sequence the sequence
	 * @return the number
	 */
	long margin(Sequence sequence) {
		Long margin = get(this.margin, sequence);
		return margin;
	}

	void setMargin(Sequence sequence, long margin) {
		try {
			this.margin.setLong(sequence, margin);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The LOBs that H2 is going to remove as soon as no query can read them any more.
	 * @param lobs the storage
	 * @return the LOBs, to be changed
	 */
	Queue<?> pendingLobRemovals(LobStorageMap lobs) {
		return get(this.pendingLobRemovals, lobs);
	}

	/**
	 * What carries these removals out.
	 * @param lobs the storage
	 * @return the executor, {@code null} if H2 removes no LOB of this database
	 */
	@Nullable ThreadPoolExecutor lobCleaner(LobStorageMap lobs) {
		return get(this.cleanupExecutor, lobs);
	}

	/**
	 * Let a session forget the numbers that it has drawn from sequences, which
	 * {@code CURRVAL} answers.
	 * @param session the session
	 */
	void forgetSequenceValues(SessionLocal session) {
		@Nullable Map<?, ?> values = get(this.currentValueFor, session);
		if (values != null) {
			values.clear();
		}
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends @Nullable Object> T get(Field field, Object owner) {
		try {
			return (T) field.get(owner);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
