package io.github.pristinedb.benchmarks.hammer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Deeds that the application does, on threads of its own: those of its server and those
 * of its executors.
 */
final class ApplicationDeeds {

	private final ApplicationAccess access;

	private final Witness witness;

	private final Model model;

	private final RandomGenerator random;

	private final RowDeeds rows;

	ApplicationDeeds(ApplicationAccess access, Witness witness, Model model, RandomGenerator random, RowDeeds rows) {
		this.access = access;
		this.witness = witness;
		this.model = model;
		this.random = random;
		this.rows = rows;
	}

	void writeOverHttp(long item) {
		String text = this.witness.scenario() + " over HTTP";
		if (item == 0 || this.random.nextBoolean()) {
			long amount = this.random.nextInt(1000);
			this.access.post("/items", "name", text, "amount", amount);
			this.model.insertItem(text, amount);
		}
		else {
			long id = this.model.newPart();
			long otherId = this.model.newPart();
			this.access.post("/parts", "id", id, "otherId", otherId, "item", item, "label", text);
			this.model.insertPart(id, item, text);
			this.model.insertPart(otherId, item, text);
			if (this.random.nextBoolean()) {
				this.access.delete("/items/" + item);
				this.model.deleteItem(item);
			}
		}
	}

	void readOverHttp() {
		this.witness.expectChecksum(this.model.content(), this.access.get("/checksum"), "over HTTP");
	}

	void writeInBackground(long item) throws SQLException {
		if (item == 0) {
			return;
		}
		String label = this.witness.scenario() + " in the background";
		List<CompletableFuture<Void>> work = new ArrayList<>();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			long id = this.model.newPart();
			work.add(this.access.background().insertPart(id, item, label));
			this.model.insertPart(id, item, label);
		}
		// At the same time on this thread.
		this.rows.insertItem();
		CompletableFuture.allOf(work.toArray(CompletableFuture<?>[]::new)).join();
	}

	void readInBackgroundOverHttp() {
		this.witness.expectChecksum(this.model.content(), this.access.get("/background-checksum"),
				"asynchronously over HTTP");
	}

}
