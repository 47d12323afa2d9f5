package io.github.pristinedb.engine.h2;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.h2.engine.Database;
import org.h2.engine.Setting;
import org.h2.schema.Schema;
import org.h2.table.Table;

/**
 * What is in no page: the settings of the database that H2 keeps in memory alone, and
 * which objects it has made from its catalog. H2 counts what can have changed them.
 */
final class DatabaseSettings implements StatePart {

	private final Database database;

	private final List<Object> settings;

	private final Set<Object> objects;

	// H2 2.3 does not count CREATE SEQUENCE, and a rollback takes the row in the catalog
	// back, but not the sequence.
	private final int sequences;

	private long modificationId;

	/**
	 * Remember a database.
	 * @param database the database
	 */
	DatabaseSettings(Database database) {
		this.database = database;
		this.modificationId = database.getModificationMetaId();
		this.settings = settings();
		this.objects = objects();
		this.sequences = sequences();
	}

	@Override
	public Change look() {
		long now = this.database.getModificationMetaId();
		if (now == this.modificationId && sequences() == this.sequences) {
			return Change.NONE;
		}
		if (!settings().equals(this.settings) || !objects().equals(this.objects)) {
			return Change.DOUBTFUL;
		}
		this.modificationId = now;
		return Change.NONE;
	}

	private List<Object> settings() {
		Database database = this.database;
		return List.of(database.getMode().getName(), database.getCompareMode(), database.getIgnoreCase(),
				database.getReferentialIntegrity(), database.getDefaultNullOrdering(), database.getAllowLiterals(),
				database.getDefaultTableType(), database.getLockMode(), database.getMaxMemoryRows(),
				database.getMaxOperationMemory(), database.getMaxLengthInplaceLob(), database.getOptimizeReuseResults(),
				database.getIgnoreCatalogs(), database.isAllowBuiltinAliasOverride(), database.getQueryStatistics(),
				database.getExclusiveSession() == null, written());
	}

	/**
	 * The settings that stand in the catalog, too. In a transaction that is rolled back
	 * one may be gone there, and still in force.
	 */
	private Map<String, List<Object>> written() {
		Map<String, List<Object>> written = new HashMap<>();
		for (Setting setting : this.database.getAllSettings()) {
			written.put(setting.getName(), List.of(setting.getIntValue(), String.valueOf(setting.getStringValue())));
		}
		return written;
	}

	private int sequences() {
		int sequences = 0;
		for (Schema schema : this.database.getAllSchemasNoMeta()) {
			sequences += schema.getAllSequences().size();
		}
		return sequences;
	}

	/**
	 * A table that was dropped and created again in the same words is another object.
	 */
	private Set<Object> objects() {
		Set<Object> objects = Collections.newSetFromMap(new IdentityHashMap<>());
		for (Schema schema : this.database.getAllSchemasNoMeta()) {
			objects.addAll(schema.getAllSequences());
			for (Table table : schema.getAllTablesAndViews(null)) {
				objects.add(table);
			}
		}
		return objects;
	}

	@Override
	public String doubt() {
		return "a setting of the database or its schema was changed";
	}

}
