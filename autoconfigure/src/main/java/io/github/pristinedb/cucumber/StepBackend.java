package io.github.pristinedb.cucumber;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.List;

import io.cucumber.core.backend.Backend;
import io.cucumber.core.backend.Glue;
import io.cucumber.core.backend.Snippet;
import io.cucumber.core.eventbus.EventBus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Defines no steps, and is told which ones run. A plug-in would have to be named in the
 * user's configuration, and a hook would be in all reports. The bus that a runner's glue
 * reports to has neither.
 */
final class StepBackend implements Backend {

	private static final Log logger = LogFactory.getLog(StepBackend.class);

	@Override
	public void loadGlue(Glue glue, List<URI> gluePaths) {
		EventBus bus = find(glue);
		if (bus != null) {
			new StepEvents(bus).register();
		}
		else {
			logger.debug("Steps are not recorded: no bus in " + glue.getClass().getName());
		}
	}

	private static @Nullable EventBus find(Glue glue) {
		for (Field field : glue.getClass().getDeclaredFields()) {
			if (field.getType() == EventBus.class && field.trySetAccessible()) {
				try {
					return (EventBus) field.get(glue);
				}
				catch (IllegalAccessException ex) {
					throw new IllegalStateException("The field was made accessible", ex);
				}
			}
		}
		return null;
	}

	@Override
	public void buildWorld() {
	}

	@Override
	public void disposeWorld() {
	}

	/**
	 * Suggestions for undefined steps are for other backends to make.
	 */
	@Override
	public @Nullable Snippet getSnippet() {
		return null;
	}

}
