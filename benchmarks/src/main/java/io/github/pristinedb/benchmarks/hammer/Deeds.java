package io.github.pristinedb.benchmarks.hammer;

import java.sql.SQLException;
import java.util.random.RandomGenerator;

/**
 * Does what a {@link Deed} says, to the database and to the model of it.
 */
final class Deeds {

	private final Witness witness;

	private final Model model;

	private final RandomGenerator random;

	private final boolean interleaving;

	private final RowDeeds rows;

	private final TransactionDeeds transactions;

	private final SchemaDeeds schema;

	private final ApplicationDeeds application;

	/**
	 * Create the deeds of a scenario.
	 * @param access how it reaches the application
	 * @param witness who notes what it does
	 * @param model what it expects its database to contain
	 * @param random its source of randomness
	 * @param interleaving whether its transactions may interleave
	 * @param transaction whether it is in one transaction
	 */
	Deeds(ApplicationAccess access, Witness witness, Model model, RandomGenerator random, boolean interleaving,
			boolean transaction) {
		this.witness = witness;
		this.model = model;
		this.random = random;
		this.interleaving = interleaving;
		this.rows = new RowDeeds(access, witness, model, random);
		this.transactions = new TransactionDeeds(access, witness, model, random, this.rows);
		this.schema = new SchemaDeeds(access, witness, model, random, transaction);
		this.application = new ApplicationDeeds(access, witness, model, random, this.rows);
	}

	void perform(Deed deed) throws SQLException {
		this.witness.did(deed.name());
		long item = this.model.item(this.random);
		switch (deed) {
			case READ -> this.rows.read();
			case INSERT_ITEM -> this.rows.insertItem();
			case UPDATE_ITEM -> this.rows.updateItem(item);
			case DELETE_ITEM -> this.rows.deleteItem(item);
			case INSERT_MANY_PARTS -> this.rows.insertManyParts(item);
			case DELETE_ALL_PARTS -> this.rows.deleteAllParts();
			case COMMIT -> this.transactions.commit();
			case ROLL_BACK -> this.transactions.rollBack();
			case SAVEPOINT -> this.transactions.savepoint(item);
			case ROLL_BACK_DDL -> this.schema.rollBack();
			case CREATE_TABLE -> this.schema.createTable();
			case DROP_TABLE -> this.schema.dropTable();
			case CREATE_INDEX -> this.schema.createIndex();
			case CREATE_TRIGGER -> this.schema.createTrigger();
			case DROP_VIEW -> this.schema.dropView();
			case ADD_COLUMN -> this.schema.addColumn();
			case HTTP -> this.application.writeOverHttp(item);
			case HTTP_READ -> this.application.readOverHttp();
			case ASYNC -> this.application.writeInBackground(item);
			case ASYNC_OVER_HTTP -> this.application.readInBackgroundOverHttp();
			case SEVERAL_CONNECTIONS -> this.transactions.severalConnections(item);
			case METADATA -> this.schema.readMetadata();
			case INTERLEAVE -> {
				if (this.interleaving) {
					this.transactions.interleave(item, this.model.item(this.random));
				}
			}
		}
	}

}
