package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
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
	 * {@inheritDoc} Names of variables win: each column is named with its table.
	 */
	@Override
	public String declarations(Connection connection) throws SQLException {
		String baseline = Sql.value(connection,
				"select array_agg(%s order by x.ctid) from only %s x".formatted(image(), this.table.name()));
		return """
				#variable_conflict use_variable
				declare
				 baseline constant bigint[] := '%s'::bigint[];
				 images bigint[];
				 places tid[];
				 others tid[];
				 kept int;
				 place tid;
				 before tid;
				 ordered boolean;
				""".formatted(baseline);
	}

	/**
	 * A number for what a row says. Two rows that differ have the same one once in 2⁶⁴.
	 */
	private String image() {
		return "hashtextextended(row(%s)::text, 0)".formatted(this.table.toShadow("x"));
	}

	/**
	 * {@inheritDoc} One scan reads the table. Its first rows stay that are the first of
	 * the baseline, in this order. Others are deleted, and the rest of the baseline is
	 * inserted. New rows may come into gaps before the old ones. The next attempt deletes
	 * all rows: they come into the same gap, where they are in order as long as it has
	 * room.
	 */
	@Override
	public String body() {
		return """
				for attempt in 1..%1$d loop
				 select array_agg(%2$s), array_agg(x.ctid) into images, places from only %3$s x;
				 if images[1:%4$d] = baseline then
				  if images[%4$d + 1] is not null then
				   delete from only %3$s x where x.ctid = any (places[%4$d + 1:]);
				  end if;
				  return null;
				 end if;
				 kept := 0;
				 before := '(0,0)';
				 others := '{}';
				 for i in 1..coalesce(cardinality(images), 0) loop
				  if attempt = 1 and kept < %4$d and images[i] = baseline[kept + 1] then
				   kept := kept + 1;
				   before := places[i];
				  else
				   others := others || places[i];
				  end if;
				 end loop;
				 delete from only %3$s x where x.ctid = any (others);
				 ordered := true;
				 for place in %5$s loop
				  ordered := ordered and place > before;
				  before := place;
				 end loop;
				 if ordered then return null; end if;
				end loop;
				return %6$s;""".formatted(ATTEMPTS, image(), this.table.name(), this.table.rows(),
				shadow().insertionFrom("kept"), Sql.literal(CROWDED));
	}

}
