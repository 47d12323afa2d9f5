package io.github.pristinedb.engine.postgresql;

import java.util.List;

/**
 * A table whose rows are compared with those of the baseline.
 *
 * @param table the table
 */
record MediumTable(BaselineTable table) implements TableRestoration {

	private ShadowTable shadow() {
		return new ShadowTable(this.table);
	}

	@Override
	public List<String> preparation() {
		return shadow().preparation(true);
	}

	@Override
	public String body() {
		BaselineKey key = this.table.key();
		if (key == null) {
			return shadow().replace();
		}
		return shadow().deleteOthers(key) + "\n" + shadow().insert("where not exists (select from only %s x where %s)"
			.formatted(this.table.name(), key.findsRow("x", "s")));
	}

}
