package io.github.pristinedb.engine.postgresql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of so many rows that a trigger keeps the old image of those that are written.
 *
 * @param table the table
 * @param key tells its rows apart
 */
record LargeTable(BaselineTable table, BaselineKey key) implements TableRestoration {

	private static final int MAX_JOURNAL = 1024 * 1024;

	private String journal() {
		return "pristine.journal_" + this.table.oid();
	}

	@Override
	public List<String> journals() {
		return List.of(journal());
	}

	@Override
	public boolean bearsNewFile() {
		return false;
	}

	/**
	 * {@inheritDoc} Nothing scans it, and {@code VACUUM} would scan its indexes.
	 */
	@Override
	public long bearableGrowth() {
		return 512 * 1024;
	}

	@Override
	public List<String> preparation() {
		return List.of(
				"create unlogged table %s as select 0::bigint as pristine_n, false as pristine_had, %s from only %s x limit 0"
					.formatted(journal(), named(), this.table.name()),
				triggerFunction(),
				"create trigger zz_pristine after insert or update or delete on " + this.table.name()
						+ " for each row when (current_setting('pristine.control', true) is distinct from 'on')"
						+ " execute function " + triggerName() + "()",
				"alter table %s enable always trigger zz_pristine".formatted(this.table.name()));
	}

	private String triggerName() {
		return "pristine.keep_" + this.table.oid();
	}

	private String named() {
		return this.table.columns()
			.stream()
			.map((column) -> column.toShadow("x") + " as " + column.name())
			.collect(Collectors.joining(", "));
	}

	/**
	 * A key that is new had no row before. So had one that an update has given a row.
	 */
	private String triggerFunction() {
		String had = "insert into %s (pristine_n, pristine_had, %s) values (nextval('pristine.step'), true, %s);"
			.formatted(journal(), this.table.columnNames(), this.table.toShadow("old"));
		String hadNot = "insert into %s (pristine_n, pristine_had, %s) values (nextval('pristine.step'), false, %s);"
			.formatted(journal(), this.key.names(""), keyOf("new"));
		return """
				create function %s() returns trigger language plpgsql security definer
				set search_path = pg_catalog as %s""".formatted(triggerName(), Sql.dollarQuoted("""
				begin
				 if tg_op = 'INSERT' then
				  %2$s
				 else
				  %1$s
				  if tg_op = 'UPDATE' then
				   if row(%3$s)::record *<> row(%4$s)::record then %2$s end if;
				  end if;
				 end if;
				 return null;
				end""".formatted(had, hadNot, keyOf("new"), keyOf("old"))));
	}

	private String keyOf(String row) {
		return this.key.parts().stream().map((column) -> column.toShadow(row)).collect(Collectors.joining(", "));
	}

	/**
	 * {@inheritDoc} Rows are found by their place: no plan then scans the table.
	 */
	@Override
	public String body() {
		return """
				delete from only %1$s x where x.ctid = any (array(select y.ctid from %2$s s,
				  lateral (select b.ctid from only %1$s b where %3$s offset 0) y));
				insert into %1$s (%4$s) overriding system value select %5$s
				  from (select distinct on (%6$s) j.* from %2$s j order by %6$s, j.pristine_n) s where s.pristine_had
				  order by s.pristine_n;
				if pg_relation_size(%7$s) > %8$s then truncate %2$s; else delete from %2$s; end if;""".formatted(
				this.table.name(), journal(), this.key.findsRow("b", "s"), this.table.columnNames(),
				this.table.fromShadow("s"), this.key.names("j."), Sql.literal(journal()), MAX_JOURNAL);
	}

}
