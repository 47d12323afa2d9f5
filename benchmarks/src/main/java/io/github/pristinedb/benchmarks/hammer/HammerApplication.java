package io.github.pristinedb.benchmarks.hammer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * The application that is hammered: one data source, a REST API and asynchronous methods.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableAsync
@Import({ HammerApplication.Stock.class, HammerApplication.Background.class, HammerApplication.Api.class })
class HammerApplication {

	@Bean
	RestClient client(RestClient.Builder builder) {
		return builder.build();
	}

	/**
	 * All threads are there from the start, so that later ones are noticed.
	 * @return what prepares the executor
	 */
	@Bean
	ThreadPoolTaskExecutorCustomizer allThreads() {
		return (executor) -> executor.setPrestartAllCoreThreads(true);
	}

	/**
	 * The one who writes.
	 */
	@Service
	static class Stock {

		private final JdbcTemplate jdbc;

		Stock(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		void insertItem(String name, long amount) {
			this.jdbc.update("INSERT INTO item (name, amount) VALUES (?, ?)", name, amount);
		}

		void deleteItem(long id) {
			this.jdbc.update("DELETE FROM item WHERE id = ?", id);
		}

		void insertPart(long id, long item, String label) {
			this.jdbc.update("INSERT INTO part (id, item_id, label) VALUES (?, ?, ?)", id, item, label);
		}

		@Transactional
		void insertTwoParts(long id, long otherId, long item, String label) {
			insertPart(id, item, label);
			insertPart(otherId, item, label);
		}

		String checksum() {
			return this.jdbc.execute((java.sql.Connection connection) -> Content.read(connection).checksum());
		}

	}

	/**
	 * The same on other threads.
	 */
	@Service
	static class Background {

		private final Stock stock;

		Background(Stock stock) {
			this.stock = stock;
		}

		@Async
		CompletableFuture<Void> insertPart(long id, long item, String label) {
			this.stock.insertPart(id, item, label);
			return CompletableFuture.completedFuture(null);
		}

		@Async
		CompletableFuture<String> checksum() {
			return CompletableFuture.completedFuture(this.stock.checksum());
		}

		/**
		 * Goes on when the scenario that asked for it may be over.
		 * @param start when to go on
		 * @param id the part's id
		 * @param label the part's label
		 * @return nothing
		 * @throws InterruptedException if the application ends
		 */
		@Async
		CompletableFuture<Void> insertPartLate(CountDownLatch start, long id, String label)
				throws InterruptedException {
			if (start.await(1, TimeUnit.MINUTES)) {
				this.stock.insertPart(id, 1, label);
			}
			return CompletableFuture.completedFuture(null);
		}

	}

	/**
	 * The same over HTTP.
	 */
	@RestController
	static class Api {

		private final Stock stock;

		private final Background background;

		Api(Stock stock, Background background) {
			this.stock = stock;
			this.background = background;
		}

		@PostMapping("/items")
		void insertItem(@RequestParam String name, @RequestParam long amount) {
			this.stock.insertItem(name, amount);
		}

		@DeleteMapping("/items/{id}")
		void deleteItem(@PathVariable long id) {
			this.stock.deleteItem(id);
		}

		@PostMapping("/parts")
		void insertTwoParts(@RequestParam long id, @RequestParam long otherId, @RequestParam long item,
				@RequestParam String label) {
			this.stock.insertTwoParts(id, otherId, item, label);
		}

		/**
		 * Where scenarios share a database, they violate each other's constraints. An
		 * application answers that with a status, and logs no stack trace.
		 */
		@ExceptionHandler(DataAccessException.class)
		@ResponseStatus(HttpStatus.CONFLICT)
		String refuse(DataAccessException ex) {
			return String.valueOf(ex.getMessage());
		}

		@GetMapping("/checksum")
		String checksum() {
			return this.stock.checksum();
		}

		@GetMapping("/background-checksum")
		String checksumInTheBackground() {
			return this.background.checksum().join();
		}

	}

}
