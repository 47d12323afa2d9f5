package io.github.pristinedb.web;

import java.util.List;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;

/**
 * Adds the {@link ScenarioHeader} to the requests of a {@code RestClient} or a
 * {@code RestTemplate} that stay on this machine. An initializer and not an interceptor,
 * since those make the client buffer its requests.
 */
public final class ScenarioRequestInitializer implements ClientHttpRequestInitializer {

	/**
	 * Add such an initializer to those of a client, unless there is one.
	 * @param initializers the initializers of a client
	 */
	public static void addTo(List<ClientHttpRequestInitializer> initializers) {
		if (initializers.stream().noneMatch(ScenarioRequestInitializer.class::isInstance)) {
			initializers.add(new ScenarioRequestInitializer());
		}
	}

	@Override
	public void initialize(ClientHttpRequest request) {
		ScenarioHeader.addTo(request.getURI(), request.getHeaders()::set);
	}

}
