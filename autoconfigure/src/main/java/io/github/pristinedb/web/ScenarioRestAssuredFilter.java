package io.github.pristinedb.web;

import java.net.URI;
import java.net.URISyntaxException;

import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/**
 * Adds the {@link ScenarioHeader} to the requests of REST Assured that stay on this
 * machine.
 */
public final class ScenarioRestAssuredFilter implements Filter {

	/**
	 * Add such a filter to those of every request, unless there is one. The filter stays
	 * until {@code RestAssured.reset()} or {@code RestAssured.replaceFiltersWith(…)}.
	 */
	public static void register() {
		synchronized (ScenarioRestAssuredFilter.class) {
			if (RestAssured.filters().stream().noneMatch(ScenarioRestAssuredFilter.class::isInstance)) {
				RestAssured.filters(new ScenarioRestAssuredFilter());
			}
		}
	}

	@Override
	public Response filter(FilterableRequestSpecification request, FilterableResponseSpecification response,
			FilterContext context) {
		try {
			ScenarioHeader.addTo(new URI(request.getURI()), request::replaceHeader);
		}
		catch (URISyntaxException ex) {
			// The request will fail for it, or go to where no header belongs.
		}
		return context.next(request, response);
	}

}
