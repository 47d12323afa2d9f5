package io.github.pristinedb.engine.postgresql;

import java.util.List;

/**
 * A table of few rows. A scan without {@code ORDER BY} gives them in the order of the
 * baseline: tests of drop-down lists rely on it.
 *
 * @param table the table
 */
record SmallTable(BaselineTable table) implements TableRestoration {

	/**
	 * Returned if the table has no room left to put its rows in their order: the space of
	 * rows that were deleted is scattered.
	 */
	static final String CROWDED = "crowded";

	private static final int ATTEMPTS = 4;

	private ShadowTable shadow() {
		return new ShadowTable(this.table);
	}

	@Override
	public List<String> preparation() {
		return shadow().preparation(false);
	}

	/**
	 * {@inheritDoc} Rows that were added are deleted alone, so that nothing moves. Other
	 * rows may come into gaps of several pages. Each attempt fills the gaps, until what
	 * follows is in order.
	 */
	@Override
	public String body() {
		ShadowTable shadow = shadow();
		BaselineKey key = this.table.key();
		return """
				%1$s
				if %2$s then
				 for attempt in 1..%3$d loop
				  %4$s
				  if not %2$s then return null; end if;
				 end loop;
				 return %5$s;
				end if;""".formatted((key != null) ? shadow.deleteOthers(key) : "", "(" + differs() + ")", ATTEMPTS,
				shadow.replace(), Sql.literal(CROWDED));
	}

	private String differs() {
		BaselineKey key = this.table.key();
		if (key != null) {
			return "(select array_agg(s.pristine_n order by x.ctid) from only %s x join %s s on %s) is distinct from '{%s}'::bigint[]"
				.formatted(this.table.name(), shadow().name(), key.findsShadow("x", "s"), numbers());
		}
		return """
				(select string_agg(row(%s)::text, e'\\n' order by x.ctid) from only %s x)
				  is distinct from (select string_agg(row(%s)::text, e'\\n' order by s.pristine_n) from %s s)"""
			.formatted(this.table.toShadow("x"), this.table.name(), this.table.shadowed("s"), shadow().name());
	}

	private String numbers() {
		StringBuilder numbers = new StringBuilder("1");
		for (long number = 2; number <= this.table.rows(); number++) {
			numbers.append(',').append(number);
		}
		return numbers.toString();
	}

}
