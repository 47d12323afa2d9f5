package io.github.pristinedb.report;

import java.util.List;
import java.util.Locale;
import java.util.Random;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.ConnectionsLeft;
import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.event.PristineEvent.ContextStarted;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.DatabaseManaged;
import io.github.pristinedb.event.PristineEvent.DatabaseUnmanaged;
import io.github.pristinedb.event.PristineEvent.FailureExplained;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.MigrationAvoided;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioRecorded;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvent.TemplateBuilt;
import io.github.pristinedb.event.PristineEvent.TemplateFound;
import io.github.pristinedb.event.PristineEvent.TestFailed;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestStarted;

/**
 * A run that never happened, of any size: the same one for the same numbers.
 */
final class MadeUpRun {

	private static final long MILLIS = 1_000_000;

	private static final long START = 1_790_000_000_000L * MILLIS;

	private static final List<String> TABLES = List.of("orders", "order_line", "customer", "address", "payment",
			"shipment", "product", "stock", "voucher", "invoice", "audit_log", "session", "price", "category");

	private static final List<String> DEEDS = List.of("A customer orders", "An order is paid by card", "Stock runs low",
			"A parcel comes back", "An invoice is sent again", "A voucher has run out", "Prices change overnight",
			"Two customers want the last one", "An address is corrected");

	private final RunStatistics statistics = new RunStatistics();

	private final Random random;

	private final long[] free;

	private final long start;

	private MadeUpRun(int workers, long seed, long start) {
		this.random = new Random(seed);
		this.start = start;
		this.free = new long[workers];
	}

	/**
	 * Make up a run.
	 * @param scenarios the number of scenarios
	 * @param workers the number of workers
	 * @return the statistics of the run
	 */
	static RunStatistics of(int scenarios, int workers) {
		return of(scenarios, workers, START);
	}

	/**
	 * Make up a run of another time.
	 * @param scenarios the number of scenarios
	 * @param workers the number of workers
	 * @param start its first event, in nanoseconds since 1970
	 * @return the statistics of the run
	 */
	static RunStatistics of(int scenarios, int workers, long start) {
		MadeUpRun run = new MadeUpRun(workers, scenarios, start);
		run.startContexts();
		for (int number = 0; number < scenarios; number++) {
			run.scenario(number);
		}
		run.tell(new RunFinished(), Math.max(1, run.end()));
		return run.statistics;
	}

	private long end() {
		long end = 0;
		for (long each : this.free) {
			end = Math.max(end, each);
		}
		return end;
	}

	private void tell(PristineEvent event, long at) {
		this.statistics.add(event, this.start + at);
	}

	private void startContexts() {
		tell(new TestStarted("[engine:cucumber]", "cucumber", "Cucumber", true, "engine"), 0);
		tell(new DatabaseManaged("1", "test-shop.db", "database"), 0);
		tell(new DatabaseManaged("2", "test-shop.db", "transaction"), 0);
		tell(new DatabaseUnmanaged("2", "search.db", "name does not start with scenario or test",
				"Add its prefix to pristine.scenario-prefixes.", false), 0);
		tell(new TemplateBuilt("3f2a91c07be44d1590aa", 46, "worker-1", 640 * MILLIS), 900 * MILLIS);
		tell(new MigrationAvoided(MigrationAvoided.Reason.COPIED), 900 * MILLIS);
		tell(new ContextStarted("1", "s0", "A customer orders", 1, "worker-1", 2_300 * MILLIS), 2_350 * MILLIS);
		for (int worker = 0; worker < this.free.length; worker++) {
			this.free[worker] = 2_360 * MILLIS;
		}
		this.free[0] = 20 * MILLIS;
		if (this.free.length > 1) {
			tell(new TemplateFound("3f2a91c07be44d1590aa"), 2_600 * MILLIS);
			tell(new ContextStarted("2", "class-1", "PaymentTests", 2, "worker-2", 1_450 * MILLIS), 3_900 * MILLIS);
			tell(new ContextAwaited("class-1", "PaymentTests", 2, 300 * MILLIS), 4_210 * MILLIS);
			this.free[1] = 4_220 * MILLIS;
		}
	}

	private void scenario(int number) {
		int worker = 0;
		for (int each = 1; each < this.free.length; each++) {
			worker = (this.free[each] < this.free[worker]) ? each : worker;
		}
		boolean cucumber = number % 3 > 0;
		int group = (number / 25) % 160;
		String deed = DEEDS.get(number % DEEDS.size());
		String unit = cucumber
				? "features/" + TABLES.get(group % TABLES.size()) + "-" + group + ".feature:" + (3 + number % 25 * 7)
				: "com.acme.shop." + name(TABLES.get(group % TABLES.size())) + group + "Tests#handles" + number % 25
						+ "()";
		String name = cucumber ? deed + " (" + number + ")"
				: name(TABLES.get(group % TABLES.size())) + group + "Tests.handles" + number % 25;
		String id = "[engine:x]/[test:" + number + "]";
		String scenario = "s" + number;
		long start = this.free[worker];
		long context = (number == 0) ? 2_330 * MILLIS : 0;
		long millis = 4 + (long) Math.exp(this.random.nextGaussian() * 0.9 + 3.2);
		long end = start + context + millis * MILLIS;
		tell(new TestStarted(id, unit, name, false, scenario), start);
		tell(new ScenarioStarted(scenario, name, (worker % 2 == 0) ? "1" : "2", "", worker + 1), start + context);
		long handover = 80_000 + (long) (this.random.nextDouble() * 900_000);
		tell(new HandedOver(scenario, "test-shop.db", handover, number % 4 == 0,
				(worker % 2 == 0) ? "database" : "transaction"), start + context + MILLIS + handover);
		if (number % 200 == 7) {
			tell(new ClassPrepared(unit.split("[#:]", 2)[0], (20 + this.random.nextInt(400)) * MILLIS), start);
		}
		boolean fails = number == 5 || number % 977 == 11;
		extras(number, scenario, name, end);
		if (fails) {
			fail(number, id, scenario, name, end);
		}
		tell(new ScenarioFinished(scenario, fails ? ScenarioFinished.Result.FAILED : ScenarioFinished.Result.PASSED),
				end);
		Outcome outcome = fails ? Outcome.FAILED : (number % 500 == 13) ? Outcome.ABORTED : Outcome.PASSED;
		tell(new TestFinished(id, outcome, end - start, context), end);
		this.free[worker] = end + this.random.nextInt(1_500_000);
	}

	private void extras(int number, String scenario, String name, long end) {
		if (number % 1500 == 40) {
			tell(new SlotRetired(scenario, "test-shop.db", "its database could not be restored in place"), end);
		}
		if (number % 4000 == 41) {
			tell(new ConnectionsLeft(scenario, name, 1, "com.acme.shop.Exporter.run(Exporter.java:57)"), end);
			tell(new SlotRetired(scenario, "test-shop.db", "a connection was left open"), end);
		}
		if (number % 3000 == 42) {
			tell(new LockFailed(scenario), end);
		}
		if (number % 2000 == 43) {
			tell(new Refused(Refused.Kind.CONNECTION, "", "", "", "task-7",
					"The thread 'task-7' asks for a connection, but it is bound to no scenario.",
					"Declare the executor as a bean."), end);
			tell(new Refused(Refused.Kind.STATEMENT, scenario, name, "test-shop.db", "worker-1",
					"In the scenario '" + name + "', which runs in one transaction, a statement cannot be executed:"
							+ " PostgreSQL runs VACUUM outside of transactions only.",
					"Let this scenario run on a database of its own."), end);
		}
		StringBuilder tables = new StringBuilder("{\"tables\":{");
		int written = this.random.nextInt(4);
		for (int each = 0; each < written; each++) {
			tables.append((each > 0) ? "," : "")
				.append('"')
				.append(TABLES.get((number / 25 + each * 3) % TABLES.size()))
				.append("\":")
				.append(1 + this.random.nextInt(12));
		}
		tables.append("},\"repeated\":[");
		if (number % 90 == 3) {
			tables.append(
					"{\"sql\":\"select l.id, l.product_id, l.amount from order_line l where l.order_id = ?\",\"count\":")
				.append(10 + this.random.nextInt(80))
				.append('}');
		}
		tell(new ScenarioRecorded(scenario, 4 + this.random.nextInt(60), this.random.nextInt(9_000_000),
				tables.append("]}").toString()), end);
	}

	private void fail(int number, String id, String scenario, String name, long end) {
		String place = "/home/ci/shop/target/pristine/kept/" + name.replaceAll("\\W+", "_") + ".db";
		tell(new DatabaseKept(scenario, "test-shop.db", place, "sqlite3 '" + place + "'"), end);
		tell(new TestFailed(id, """
				org.opentest4j.AssertionFailedError:\s
				expected: 2 orders, but was: 3 orders
				\tat com.acme.shop.OrderSteps.ordersOf(OrderSteps.java:81)
				\tat ✽.the customer has 2 orders(features/orders.feature:14)"""), end);
		StringBuilder tape = new StringBuilder();
		for (int each = 0; each < 24; each++) {
			tape.append((each > 0) ? "," : "")
				.append(String.format(Locale.ROOT,
						"""
								{"at":%.1f,"sql":"%s","values":[%s],%s"rows":%d,"micros":%d,"thread":"%s","connection":%d,"step":"%s","error":%s}""",
						each * 1.3,
						(each % 3 == 0) ? "insert into orders (customer_id, state, total) values (?, ?, ?)"
								: "select c.id, c.name, c.email from customer c where c.id = ?",
						(each % 3 == 0) ? "\"7\",\"NEW\",\"19.90\"" : "\"7\"", (each == 9) ? "\"batch\":4," : "", 1,
						90 + each * 17, (each == 20) ? "task-1" : "worker-1", (each == 20) ? 2 : 1,
						(each < 6) ? "Given a customer"
								: (each < 18) ? "When she orders twice" : "Then she has 2 orders",
						(each == 21) ? "\"UNIQUE constraint failed: orders.number\"" : "null"));
		}
		tell(new FailureExplained(scenario,
				"""
						{"databases":[{"name":"test-shop.db","baseline":"template 3f2a91c07be4","isolation":"database","changes":[
						{"table":"orders","added":3,"removed":0,"changed":1,"note":null,"rows":[
						{"kind":"added","cells":[{"column":"id","key":true,"before":null,"after":"%1$d"},{"column":"customer_id","key":false,"before":null,"after":"7"},{"column":"state","key":false,"before":null,"after":"NEW"},{"column":"total","key":false,"before":null,"after":"19.90"},{"column":"note","key":false,"before":null,"after":null}]},
						{"kind":"added","cells":[{"column":"id","key":true,"before":null,"after":"%2$d"},{"column":"customer_id","key":false,"before":null,"after":"7"},{"column":"state","key":false,"before":null,"after":"NEW"},{"column":"total","key":false,"before":null,"after":"4.50"},{"column":"note","key":false,"before":null,"after":"gift"}]},
						{"kind":"changed","cells":[{"column":"id","key":true,"before":"12","after":"12"},{"column":"customer_id","key":false,"before":"7","after":"7"},{"column":"state","key":false,"before":"NEW","after":"PAID"},{"column":"total","key":false,"before":"8.00","after":"8.00"},{"column":"note","key":false,"before":null,"after":"paid by card"}]}]},
						{"table":"voucher","added":0,"removed":1,"changed":0,"note":"The columns have changed.","rows":[{"kind":"removed","cells":[{"column":"code","key":true,"before":"SPRING","after":null},{"column":"used","key":false,"before":"0","after":null}]}]}],
						"incomplete":null,"kept":{"place":"%3$s","command":"sqlite3 '%3$s'"}}],"tape":[%4$s],"earlier":120}"""
					.formatted(number, number + 1, place, tape)
					.replace("\n", "")),
				end);
	}

	private static String name(String table) {
		StringBuilder name = new StringBuilder();
		for (String part : table.split("_")) {
			name.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
		}
		return name.toString();
	}

}
