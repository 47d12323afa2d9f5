package io.github.pristinedb.benchmarks.scale.app;

import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the application does with its tables.
 */
@Service
public class EntityService {

	private final EntityRepository entities;

	EntityService(EntityRepository entities) {
		this.entities = entities;
	}

	/**
	 * Read some of the rows that migrations brought along, one at a time.
	 * @param table the table
	 * @param rows how many
	 * @return their titles
	 */
	@Transactional(readOnly = true)
	public List<String> read(String table, int rows) {
		List<String> titles = new ArrayList<>();
		for (int id = 1; id <= rows; id++) {
			titles.addAll(this.entities.titles(table, id));
		}
		return titles;
	}

	/**
	 * Add rows, one at a time.
	 * @param table the table
	 * @param rows how many
	 * @param code tells them from those of others
	 */
	@Transactional
	public void add(String table, int rows, String code) {
		for (int i = 1; i <= rows; i++) {
			this.entities.insert(table, code, "Row " + i + " of " + code);
		}
	}

	/**
	 * Count rows.
	 * @param table the table
	 * @return how many there are
	 */
	public long count(String table) {
		return this.entities.count(table);
	}

	/**
	 * Count the rows of one code.
	 * @param table the table
	 * @param code the code
	 * @return how many there are
	 */
	public long countByCode(String table, String code) {
		return this.entities.countByCode(table, code);
	}

}
