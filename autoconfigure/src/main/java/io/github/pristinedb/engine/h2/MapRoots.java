package io.github.pristinedb.engine.h2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;

/**
 * The rows of all tables, the entries of all indexes and the LOBs: the root pages of the
 * maps that hold them. In memory a page never changes, so a map with the same root page
 * has the same content. It takes the same time to put a root page back, however much
 * hangs upon it, and neither a trigger nor a constraint sees it.
 */
final class MapRoots implements StatePart {

	private static final String TABLE = "table.";

	private static final String INDEX = "index.";

	private static final List<String> LOBS = List.of("lobMap", "tempLobMap", "lobRef", "lobData");

	private final H2Internals internals;

	private final MVStore store;

	private final List<Root> roots = new ArrayList<>();

	private final int tablesAndIndexes;

	/**
	 * Remember the maps.
	 * @param internals reaches them
	 * @param store the store, in which no transaction is open
	 */
	MapRoots(H2Internals internals, MVStore store) {
		this(internals, store, (name) -> true);
	}

	/**
	 * Remember some of the maps.
	 * @param internals reaches them
	 * @param store the store, in which no transaction is open
	 * @param wanted which of them are remembered, by their names
	 */
	MapRoots(H2Internals internals, MVStore store, Predicate<String> wanted) {
		this.internals = internals;
		this.store = store;
		for (MVMap<?, ?> map : internals.maps(store)) {
			String name = map.getName();
			if ((isOfTable(name) || LOBS.contains(name)) && wanted.test(name)) {
				this.roots.add(new Root(map, map.getRootPage()));
			}
		}
		this.tablesAndIndexes = tablesAndIndexes();
	}

	private int tablesAndIndexes() {
		int number = 0;
		for (MVMap<?, ?> map : this.internals.maps(this.store)) {
			if (isOfTable(map.getName())) {
				number++;
			}
		}
		return number;
	}

	private static boolean isOfTable(String name) {
		return name.startsWith(TABLE) || name.startsWith(INDEX);
	}

	/**
	 * Another number of maps means another table, perhaps a temporary one.
	 */
	@Override
	public Change look() {
		if (tablesAndIndexes() != this.tablesAndIndexes) {
			return Change.DOUBTFUL;
		}
		Change change = Change.NONE;
		for (Root root : this.roots) {
			if (root.map.isClosed()) {
				return Change.DOUBTFUL;
			}
			change = change.and(Change.restorable(root.isChanged()));
		}
		return change;
	}

	/**
	 * The maps of rows whose pages differ.
	 * @return the numbers of their tables
	 */
	Set<Integer> changedTables() {
		Set<Integer> changed = new HashSet<>();
		for (Root root : this.roots) {
			String name = root.map.getName();
			if (name.startsWith(TABLE) && root.isChanged()) {
				changed.add(Integer.valueOf(name.substring(TABLE.length())));
			}
		}
		return changed;
	}

	@Override
	public void restore() {
		long version = this.store.getCurrentVersion();
		for (Root root : this.roots) {
			if (root.isChanged()) {
				this.internals.setRoot(root.map, root.page, version);
			}
		}
	}

	@Override
	public String doubt() {
		return "a table or an index was created or dropped, perhaps a temporary one";
	}

	/**
	 * What a map has held.
	 *
	 * @param map the map
	 * @param page its root page then
	 */
	private record Root(MVMap<?, ?> map, Page<?, ?> page) {

		@SuppressWarnings("ReferenceEquality")
		boolean isChanged() {
			return this.map.getRootPage() != this.page;
		}

	}

}
