package io.github.pristinedb.engine.postgresql;

import java.util.List;

/**
 * A materialized view. Nobody can write its rows: it is refreshed when its tables are put
 * back, and compared with the baseline, at which it may have been out of date.
 *
 * @param table the view
 */
record MaterializedView(BaselineTable table) implements TableRestoration {

	@Override
	public List<String> preparation() {
		return List.of("create table pristine.view_%d as %s".formatted(this.table.oid(), content()));
	}

	private String content() {
		return "select count(*) as rows, coalesce(sum(hashtextextended(row(%s)::text, 0)), 0) as hash from only %s x"
			.formatted(this.table.toShadow("x"), this.table.name());
	}

	private String differs() {
		return "(select row(c.rows, c.hash) from (%s) c) <> (select row(v.rows, v.hash) from pristine.view_%d v)"
			.formatted(content(), this.table.oid());
	}

	@Override
	public String body() {
		return """
				if %1$s then
				 refresh materialized view %2$s;
				 if %1$s then return %3$s; end if;
				end if;""".formatted(differs(), this.table.name(),
				Sql.literal("the materialized view " + this.table.name() + " was out of date, and refreshed"));
	}

}
