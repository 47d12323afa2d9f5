package io.github.pristinedb.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.restassured.filter.FilterContext;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * Tests that no client tells another machine which scenario runs. Nothing is really sent.
 */
class ForeignHostTests {

	private final List<@Nullable String> sent = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080/, true", "http://example.com/, false", "http://192.0.2.1/, false" })
	void restClientSendsTheHeaderToThisMachineOnly(String url, boolean expected) throws Exception {
		RestClient client = RestClient.builder()
			.requestFactory(recordingFactory())
			.requestInitializer(new ScenarioRequestInitializer())
			.build();
		assertSent(expected, () -> client.get().uri(url).retrieve().toBodilessEntity());
	}

	@ParameterizedTest
	@CsvSource({ "http://127.0.0.1:8080/, true", "http://example.com/, false" })
	void restTemplateSendsTheHeaderToThisMachineOnly(String url, boolean expected) throws Exception {
		RestTemplate client = new RestTemplate(recordingFactory());
		ScenarioRequestInitializer.addTo(client.getClientHttpRequestInitializers());
		assertSent(expected, () -> client.getForEntity(url, String.class));
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080/, true", "http://example.com/, false", "/relative, false" })
	void webClientSendsTheHeaderToThisMachineOnly(String url, boolean expected) throws Exception {
		WebClient client = WebClient.builder().filter(new ScenarioExchangeFilter()).exchangeFunction((request) -> {
			this.sent.add(request.headers().getFirst(ScenarioHeader.NAME));
			return Mono.just(ClientResponse.create(HttpStatus.OK).build());
		}).build();
		assertSent(expected, () -> client.get().uri(url).retrieve().toBodilessEntity().block());
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080/, true", "http://example.com/, false" })
	void httpClientSendsTheHeaderToThisMachineOnly(String url, boolean expected) throws Exception {
		HttpClient stub = mock(HttpClient.class);
		HttpClient client = new ScenarioHttpClient(stub);
		HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("X-Other", "kept").build();
		assertSent(expected, () -> {
			client.send(request, BodyHandlers.ofString());
			ArgumentCaptor<HttpRequest> captor = ArgumentCaptor.captor();
			verify(stub).send(captor.capture(), any());
			assertThat(captor.getValue().headers().allValues("X-Other")).containsExactly("kept");
			this.sent.add(captor.getValue().headers().firstValue(ScenarioHeader.NAME).orElse(null));
			return true;
		});
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080/, true", "http://example.com/, false", "http://exa mple.com/, false" })
	void restAssuredSendsTheHeaderToThisMachineOnly(String url, boolean expected) throws Exception {
		FilterableRequestSpecification request = mock(FilterableRequestSpecification.class);
		FilterContext context = mock(FilterContext.class);
		given(request.getURI()).willReturn(url);
		ScopesAtOnce.unbound(() -> ScopesAtOnce.in(ScopesAtOnce.scope("a"), () -> new ScenarioRestAssuredFilter()
			.filter(request, mock(FilterableResponseSpecification.class), context)));
		verify(request, expected ? times(1) : never()).replaceHeader(eq(ScenarioHeader.NAME), anyString());
		verify(context).next(eq(request), any());
	}

	private void assertSent(boolean expected, Callable<?> request) throws Exception {
		ScopesAtOnce.unbound(() -> ScopesAtOnce.in(ScopesAtOnce.scope("a"), () -> {
			request.call();
			assertThat(this.sent).containsExactly(expected ? ScopesAtOnce.current() : null);
			return true;
		}));
	}

	private ClientHttpRequestFactory recordingFactory() {
		return (uri, method) -> new RecordingRequest(method, uri);
	}

	private final class RecordingRequest extends MockClientHttpRequest {

		RecordingRequest(HttpMethod method, URI uri) {
			super(method, uri);
			setResponse(new MockClientHttpResponse(new byte[0], HttpStatus.OK));
		}

		@Override
		protected MockClientHttpResponse executeInternal() throws IOException {
			ForeignHostTests.this.sent.add(getHeaders().getFirst(ScenarioHeader.NAME));
			return (MockClientHttpResponse) super.executeInternal();
		}

	}

}
