package io.github.pristinedb.engine.h2;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.h2.H2Trial.Kind;
import org.h2.engine.Database;
import org.h2.mvstore.db.MVTable;
import org.h2.schema.Schema;
import org.h2.schema.Sequence;
import org.h2.table.Table;

/**
 * A way to bring databases back that has a fault, which random programs have to find.
 */
enum TrialMutant {

	INDEXES_STAY(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(MapRoots.class, (part) -> state.maps((name) -> !name.startsWith("index.")));
		}
	},

	LOBS_STAY(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(MapRoots.class,
					(part) -> state.maps((name) -> name.startsWith("index.") || name.startsWith("table.")));
		}
	},

	SEQUENCES_STAY(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.without(SequenceStates.class);
		}
	},

	SEQUENCES_HAVE_A_NUMBER_ALONE(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(SequenceStates.class, (part) -> new Numbers(state.sequences()));
		}
	},

	SCHEMA_IS_NOT_COMPARED(Kind.WITH_SCHEMA) {
		@Override
		List<StatePart> parts(State state) {
			return state.without(CatalogRows.class);
		}
	},

	SETTINGS_ARE_NOT_COMPARED(Kind.WITH_SCHEMA) {
		@Override
		List<StatePart> parts(State state) {
			return state.without(DatabaseSettings.class);
		}
	},

	TEMPORARY_TABLES_STAY(Kind.WITH_SCHEMA) {
		@Override
		List<StatePart> parts(State state) {
			return state.parts().stream().map(state::blind).toList();
		}
	},

	CACHED_RESULTS_STAY(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(TableStates.class,
					(part) -> new Forgetful(part, state.counters(state.internals()::lastModificationId)));
		}
	},

	ROW_KEYS_STAY(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(TableStates.class,
					(part) -> new Forgetful(part, state.counters(state.internals()::lastKey)));
		}
	},

	UNCHECKED_FOREIGN_KEYS_STAY(Kind.WITH_SCHEMA) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(TableStates.class, Credulous::new);
		}
	},

	NUMBERS_OF_SESSIONS_STAY(Kind.ALL) {
		@Override
		List<StatePart> parts(State state) {
			return state.without(OpenSessions.class);
		}
	},

	TRANSACTIONS_STAY_OPEN(Kind.WITH_SCHEMA) {
		@Override
		List<StatePart> parts(State state) {
			return state.with(OpenSessions.class, Credulous::new);
		}
	},

	CONNECTIONS_STAY_OPEN(Kind.WITH_SCHEMA) {
		@Override
		List<StatePart> parts(State state) {
			return state.parts();
		}
	};

	private final Kind kind;

	TrialMutant(Kind kind) {
		this.kind = kind;
	}

	abstract List<StatePart> parts(State state);

	/**
	 * Which programs are run, to be quick.
	 */
	Kind kind() {
		return this.kind;
	}

	/**
	 * Create a scenario's database that is brought back in this way.
	 */
	ScenarioDatabase create(H2Database database, H2Image baseline) {
		return new MutantDatabase(this, database, baseline);
	}

	/**
	 * A database with the parts of its state.
	 *
	 * @param database the database
	 * @param internals reaches what H2 does not show
	 * @param parts all of its parts
	 */
	record State(Database database, H2Internals internals, List<StatePart> parts) {

		static State of(OwnedDatabase owned) throws SQLException {
			Database database = RootPages.database(owned.owner());
			H2Internals internals = H2Memory.internals();
			return new State(database, internals, RootPages.parts(database, internals));
		}

		List<StatePart> with(Class<? extends StatePart> type, UnaryOperator<StatePart> fault) {
			List<StatePart> parts = new ArrayList<>(this.parts);
			parts.replaceAll((part) -> type.isInstance(part) ? fault.apply(part) : part);
			return parts;
		}

		List<StatePart> without(Class<? extends StatePart> type) {
			return this.parts.stream().filter((part) -> !type.isInstance(part)).toList();
		}

		/**
		 * A part that doubts nothing while there is a temporary table.
		 */
		StatePart blind(StatePart part) {
			return new Blind(part, () -> counters(internals()::lastKey, Table::isTemporary).isEmpty());
		}

		StatePart maps(Predicate<String> wanted) {
			return new MapRoots(this.internals, this.database.getStore().getMvStore(), wanted);
		}

		List<Sequence> sequences() {
			List<Sequence> sequences = new ArrayList<>();
			for (Schema schema : this.database.getAllSchemasNoMeta()) {
				sequences.addAll(schema.getAllSequences());
			}
			return sequences;
		}

		List<AtomicLong> counters(Function<MVTable, AtomicLong> counter) {
			return counters(counter, (table) -> true);
		}

		private List<AtomicLong> counters(Function<MVTable, AtomicLong> counter, Predicate<Table> wanted) {
			List<AtomicLong> counters = new ArrayList<>();
			for (Schema schema : this.database.getAllSchemasNoMeta()) {
				for (Table table : schema.getAllTablesAndViews(null)) {
					if (table instanceof MVTable rows && wanted.test(table)) {
						counters.add(counter.apply(rows));
					}
				}
			}
			return counters;
		}

	}

	/**
	 * Takes whatever is doubtful for something that can be put back.
	 *
	 * @param part the part
	 */
	private record Credulous(StatePart part) implements StatePart {

		@Override
		public Change look() {
			return Change.restorable(this.part.look() != Change.NONE);
		}

		@Override
		public void restore() {
			this.part.restore();
		}

		@Override
		public String doubt() {
			return this.part.doubt();
		}

	}

	/**
	 * Sees nothing at certain times.
	 *
	 * @param part the part
	 * @param sees whether it sees
	 */
	private record Blind(StatePart part, BooleanSupplier sees) implements StatePart {

		@Override
		public Change look() {
			Change change = this.part.look();
			return (change != Change.DOUBTFUL || this.sees.getAsBoolean()) ? change : Change.NONE;
		}

		@Override
		public void restore() {
			this.part.restore();
		}

		@Override
		public String doubt() {
			return this.part.doubt();
		}

	}

	/**
	 * Leaves counters as they are.
	 *
	 * @param part the part
	 * @param counters the counters
	 */
	private record Forgetful(StatePart part, List<AtomicLong> counters) implements StatePart {

		@Override
		public Change look() {
			return this.part.look();
		}

		@Override
		public void restore() {
			List<Long> values = this.counters.stream().map(AtomicLong::get).toList();
			this.part.restore();
			for (int i = 0; i < values.size(); i++) {
				this.counters.get(i).set(values.get(i));
			}
		}

		@Override
		public String doubt() {
			return this.part.doubt();
		}

	}

	/**
	 * Sequences of which nothing but the next number counts.
	 */
	private static final class Numbers implements StatePart {

		private final Map<Sequence, Long> numbers = new HashMap<>();

		Numbers(List<Sequence> sequences) {
			sequences.forEach((sequence) -> this.numbers.put(sequence, sequence.getBaseValue()));
		}

		@Override
		public Change look() {
			return Change.restorable(this.numbers.entrySet()
				.stream()
				.anyMatch((entry) -> entry.getKey().getBaseValue() != entry.getValue()));
		}

		@Override
		public void restore() {
			this.numbers.forEach((sequence, number) -> sequence.modify(number, null, null, null, null, null, null));
		}

		@Override
		public String doubt() {
			return "";
		}

	}

	/**
	 * A database that is brought back in a faulty way, and not at all where that is
	 * doubtful.
	 */
	private static final class MutantDatabase implements ScenarioDatabase {

		private final OwnedDatabase owned;

		private final RootPages pages;

		MutantDatabase(TrialMutant mutant, H2Database database, H2Image baseline) {
			try {
				this.owned = new OwnedDatabase(database, baseline.script());
				this.pages = new RootPages(mutant.parts(State.of(this.owned)));
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public H2Database database() {
			return this.owned.database();
		}

		@Override
		public boolean isClean(ConnectionSource idle) {
			return !isGone() && this.pages.isUnchanged();
		}

		@Override
		public Restoration restore(Image baseline, ConnectionSource idle) {
			return (!isGone() && this.pages.restore() == null) ? Restoration.IN_PLACE : Restoration.REFUSED;
		}

		private boolean isGone() {
			try {
				return this.owned.isGone();
			}
			catch (SQLException ex) {
				return true;
			}
		}

		@Override
		public Image capture() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Kept keep(KeepRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public ScenarioDatabase recreate(Image baseline) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void abandon() {
			close();
		}

		@Override
		public void close() {
			this.owned.close();
		}

	}

}
