package io.github.pristinedb.report;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.opentest4j.TestAbortedException;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.json.JsonWriter;
import org.springframework.util.FileSystemUtils;

/**
 * Chromium without a window, driven by its DevTools protocol.
 */
public final class Chromium implements AutoCloseable, WebSocket.Listener {

	private static final String LISTENS = "DevTools listening on ";

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final Map<String, Integer> KEY_CODES = Map.of("Escape", 27, "Tab", 9, "Enter", 13);

	private final JsonWriter<Map<String, Object>> writer = JsonWriter.standard();

	private final Path profile;

	private final Process process;

	private final WebSocket socket;

	private final AtomicInteger last = new AtomicInteger();

	private final Map<Integer, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();

	private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();

	private final StringBuilder message = new StringBuilder();

	private final String session;

	private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

	private Chromium(Path program) throws Exception {
		this.profile = Files.createTempDirectory("chromium");
		this.process = new ProcessBuilder(program.toString(), "--headless", "--no-sandbox", "--disable-gpu",
				"--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage",
				"--remote-debugging-port=0", "--window-size=1440,1000", "--user-data-dir=" + this.profile,
				"about:blank")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create(address()), this)
			.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Object target = call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId");
		this.session = (String) call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
			.get("sessionId");
		for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
			call(domain + ".enable", Map.of());
		}
	}

	/**
	 * Start the browser of this machine.
	 * @return the browser
	 * @throws TestAbortedException if there is none
	 */
	public static Chromium start() throws Exception {
		Path program = find();
		if (program == null) {
			throw new TestAbortedException(
					"There is no Chromium on the path. Install it (apt-get install chromium) to test the HTML report.");
		}
		return new Chromium(program);
	}

	private static Path find() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.flatMap((directory) -> Stream.of("chromium", "chromium-browser", "google-chrome")
				.map((name) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	private String address() throws IOException {
		BufferedReader errors = new BufferedReader(
				new InputStreamReader(this.process.getErrorStream(), StandardCharsets.UTF_8));
		List<String> lines = new ArrayList<>();
		String line = errors.readLine();
		while (line != null && !line.startsWith(LISTENS)) {
			lines.add(line);
			line = errors.readLine();
		}
		if (line == null) {
			throw new IOException("Chromium did not start: " + lines);
		}
		Thread drain = new Thread(() -> errors.lines().forEach((each) -> {
		}), "chromium-errors");
		drain.setDaemon(true);
		drain.start();
		return line.substring(LISTENS.length()).strip();
	}

	/**
	 * Open a page, and wait until it is loaded.
	 * @param url its address
	 */
	public void open(String url) throws Exception {
		// The same page with another fragment would not be loaded again.
		load("about:blank");
		this.events.clear();
		load(url);
	}

	private void load(String url) throws Exception {
		this.loaded = new CompletableFuture<>();
		call("Page.navigate", Map.of("url", url));
		this.loaded.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/**
	 * Evaluate an expression in the page.
	 * @param expression the expression; a promise is awaited
	 * @return its value
	 */
	public Object evaluate(String expression) throws Exception {
		Map<String, Object> answer = call("Runtime.evaluate",
				Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
		if (answer.containsKey("exceptionDetails")) {
			throw new IllegalStateException("The page failed: " + answer.get("exceptionDetails"));
		}
		return ((Map<?, ?>) answer.get("result")).get("value");
	}

	/**
	 * Press a key.
	 * @param key its name
	 */
	void press(String key) throws Exception {
		for (String type : List.of("keyDown", "keyUp")) {
			Map<String, Object> event = new HashMap<>(Map.of("type", type, "key", key));
			if (key.length() == 1) {
				event.put("text", key);
			}
			if (KEY_CODES.containsKey(key)) {
				event.put("windowsVirtualKeyCode", KEY_CODES.get(key));
			}
			if (key.equals("Enter")) {
				event.put("text", "\r");
			}
			call("Input.dispatchKeyEvent", event);
		}
	}

	/**
	 * Call a method of the page's session.
	 * @param method the method
	 * @param parameters its parameters
	 * @return the result
	 */
	Map<String, Object> call(String method, Map<String, ?> parameters) throws Exception {
		return call(this.session, method, parameters);
	}

	private Map<String, Object> call(String session, String method, Map<String, ?> parameters) throws Exception {
		int id = this.last.incrementAndGet();
		CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		Map<String, Object> call = (session != null)
				? Map.of("id", id, "method", method, "params", parameters, "sessionId", session)
				: Map.of("id", id, "method", method, "params", parameters);
		this.socket.sendText(this.writer.writeToString(call), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/**
	 * The events since the page was opened.
	 * @param method their name
	 * @return their parameters
	 */
	@SuppressWarnings("unchecked")
	public List<Map<String, Object>> events(String method) {
		return this.events.stream()
			.filter((event) -> method.equals(event.get("method")))
			.map((event) -> (Map<String, Object>) event.get("params"))
			.toList();
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
		this.message.append(data);
		if (isLast) {
			Map<String, Object> received = JsonParserFactory.getJsonParser().parseMap(this.message.toString());
			this.message.setLength(0);
			receive(received);
		}
		socket.request(1);
		return null;
	}

	@SuppressWarnings("unchecked")
	private void receive(Map<String, Object> received) {
		if (!(received.get("id") instanceof Integer id)) {
			this.events.add(received);
			if ("Page.loadEventFired".equals(received.get("method"))) {
				this.loaded.complete(null);
			}
			return;
		}
		CompletableFuture<Map<String, Object>> answer = this.answers.remove(id);
		if (received.containsKey("error")) {
			answer.completeExceptionally(new IllegalStateException(received.get("error").toString()));
		}
		else {
			answer.complete((Map<String, Object>) received.get("result"));
		}
	}

	@Override
	public void close() throws IOException {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
