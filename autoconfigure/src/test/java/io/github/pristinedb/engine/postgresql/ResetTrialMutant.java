package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A way to put databases back that has a fault, which random programs have to find.
 */
enum ResetTrialMutant {

	/**
	 * No fault.
	 */
	NONE,

	WRITES_ARE_NOT_COUNTED_AT_ONCE {
		@Override
		SlotWatch watch(Connection control) throws SQLException {
			return SlotReset.open(control, new SlotSessions(control, CustomSettings.kept(control)) {
				@Override
				void settle(Connection used) throws SQLException {
					if (isNew(used)) {
						super.settle(used);
					}
					else {
						Sql.execute(used,
								"set session authorization default; reset role; reset all; close all; unlisten *;"
										+ " select pg_advisory_unlock_all(); discard temp; discard sequences; deallocate all");
					}
				}
			});
		}
	},

	/**
	 * Seen only as long as a closed session is about to leave.
	 */
	CLOSED_CONNECTIONS_ARE_NOT_AWAITED {
		@Override
		SlotWatch watch(Connection control) throws SQLException {
			return SlotReset.open(control, new SlotSessions(control, CustomSettings.kept(control)) {
				@Override
				@Nullable Integer number() {
					return null;
				}

				@Override
				@Nullable String awaitOthers() {
					return null;
				}
			});
		}
	},

	CATALOGS_ARE_NOT_COMPARED {
		@Override
		void change(Connection control) throws SQLException {
			Sql.execute(control,
					"""
							create or replace function pristine.look_deeper(expected bigint[], out actual bigint[], out changed text)
							 language plpgsql as $$ begin actual := pristine.catalog_writes(); end $$""");
		}
	},

	FILES_ARE_NOT_COMPARED(50) {
		@Override
		void change(Connection control) throws SQLException {
			Sql.execute(control,
					"create or replace function pristine.files() returns bigint[] language sql as $$ select '{}'::bigint[] $$");
		}
	},

	SEQUENCES_HAVE_A_LAST_VALUE_ALONE(103) {
		@Override
		void change(Connection control) throws SQLException {
			String state = "(coalesce(pg_sequence_last_value(u.o), (select seqstart from pg_sequence where seqrelid = u.o)),"
					+ " pg_sequence_last_value(u.o) is not null)";
			Sql.execute(control,
					definition(control)
						.replace("pg_get_sequence_data(u.o) is distinct from", state + " is distinct from")
						.replace("row(u.last_value, u.is_called) is distinct from", state + " is distinct from"));
		}
	},

	ROWS_OF_LARGE_TABLES_ARE_NOT_KEPT {
		@Override
		void change(Connection control) throws SQLException {
			Sql.execute(control, "alter table public.big disable trigger zz_pristine");
		}
	},

	TRIGGERS_OF_LARGE_TABLES_ARE_AS_ANY_OTHER(98) {
		@Override
		void change(Connection control) throws SQLException {
			Sql.execute(control, "alter table public.big enable trigger zz_pristine");
		}
	},

	GATE_IS_ALWAYS_OPEN {
		@Override
		void change(Connection control) throws SQLException {
			replace(control, "clean := xid = last_xid", "clean := xid >= last_xid");
		}
	},

	GATE_IGNORES_SEQUENCES_THAT_ARE_NOT_LOGGED(43) {
		@Override
		void change(Connection control) throws SQLException {
			replace(control, " and false", "");
		}
	};

	private final long firstProgram;

	ResetTrialMutant() {
		this(1);
	}

	ResetTrialMutant(long firstProgram) {
		this.firstProgram = firstProgram;
	}

	/**
	 * The number of the first program. Those before it do not find the fault.
	 */
	long firstProgram() {
		return this.firstProgram;
	}

	/**
	 * Put the fault into the functions of a copy.
	 * @param control the control connection
	 */
	void change(Connection control) throws SQLException {
	}

	/**
	 * Watch the copy in a faulty way.
	 */
	SlotWatch watch(Connection control) throws SQLException {
		return SlotReset.open(control);
	}

	/**
	 * Whether the database has a sequence that is not logged.
	 */
	boolean isUnlogged() {
		return this == GATE_IGNORES_SEQUENCES_THAT_ARE_NOT_LOGGED;
	}

	private static String definition(Connection control) throws SQLException {
		return Sql.value(control,
				"select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = pronamespace"
						+ " where nspname = 'pristine' and proname = 'reset'");
	}

	private static void replace(Connection control, String text, String by) throws SQLException {
		String definition = definition(control);
		if (!definition.contains(text)) {
			throw new IllegalStateException(definition);
		}
		Sql.execute(control, definition.replace(text, by));
	}

}
