package io.github.pristinedb.web;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Adds the {@link ScenarioHeader} to the requests of another client that stay on this
 * machine.
 */
public final class ScenarioHttpClient extends HttpClient {

	private static final @Nullable Method SHUTDOWN = method("shutdown");

	private static final @Nullable Method SHUTDOWN_NOW = method("shutdownNow");

	private static final @Nullable Method AWAIT_TERMINATION = method("awaitTermination", Duration.class);

	private static final @Nullable Method IS_TERMINATED = method("isTerminated");

	private final HttpClient client;

	/**
	 * Send requests by another client.
	 * @param client the other client
	 */
	public ScenarioHttpClient(HttpClient client) {
		this.client = client;
	}

	private static @Nullable Method method(String name, Class<?>... parameters) {
		return ReflectionUtils.findMethod(HttpClient.class, name, parameters);
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> responseBodyHandler)
			throws IOException, InterruptedException {
		return this.client.send(withHeader(request), responseBodyHandler);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> responseBodyHandler) {
		return this.client.sendAsync(withHeader(request), responseBodyHandler);
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> responseBodyHandler,
			@Nullable PushPromiseHandler<T> pushPromiseHandler) {
		return this.client.sendAsync(withHeader(request), responseBodyHandler, pushPromiseHandler);
	}

	private HttpRequest withHeader(HttpRequest request) {
		if (ScenarioHeader.value().isEmpty() || !ThisMachine.isTargetOf(request.uri())) {
			return request;
		}
		HttpRequest.Builder copy = HttpRequest.newBuilder(request, (name, value) -> true);
		ScenarioHeader.addTo(request.uri(), copy::setHeader);
		return copy.build();
	}

	@Override
	public WebSocket.Builder newWebSocketBuilder() {
		return this.client.newWebSocketBuilder();
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.client.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.client.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.client.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.client.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.client.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.client.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.client.authenticator();
	}

	@Override
	public Version version() {
		return this.client.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.client.executor();
	}

	/**
	 * Overrides a method of Java 21 and later.
	 */
	public void shutdown() {
		invoke(SHUTDOWN);
	}

	/**
	 * Overrides a method of Java 21 and later.
	 */
	public void shutdownNow() {
		invoke(SHUTDOWN_NOW);
	}

	/**
	 * Overrides a method of Java 21 and later.
	 * @param duration how long to wait
	 * @return whether the client has ended
	 * @throws InterruptedException if the thread is interrupted meanwhile
	 */
	public boolean awaitTermination(Duration duration) throws InterruptedException {
		try {
			return Boolean.TRUE.equals(invoke(AWAIT_TERMINATION, duration));
		}
		catch (UndeclaredThrowableException ex) {
			if (ex.getCause() instanceof InterruptedException interruption) {
				throw interruption;
			}
			throw ex;
		}
	}

	/**
	 * Overrides a method of Java 21 and later.
	 * @return whether the client has ended
	 */
	public boolean isTerminated() {
		return Boolean.TRUE.equals(invoke(IS_TERMINATED));
	}

	private @Nullable Object invoke(@Nullable Method method, Object... arguments) {
		return (method != null) ? ReflectionUtils.invokeMethod(method, this.client, arguments) : null;
	}

}
