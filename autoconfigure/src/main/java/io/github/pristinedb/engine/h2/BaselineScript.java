package io.github.pristinedb.engine.h2;

import java.nio.charset.StandardCharsets;

/**
 * An image that lives as long as somebody refers to it.
 */
final class BaselineScript implements H2Image {

	private final H2Script script;

	private final String source;

	/**
	 * An image in memory.
	 * @param script the script
	 * @param source the database that it was read from
	 */
	BaselineScript(H2Script script, H2Database source) {
		this.script = script;
		this.source = source.toString();
	}

	@Override
	public H2Script script() {
		return this.script;
	}

	@Override
	public long bytes() {
		return this.script.text().getBytes(StandardCharsets.UTF_8).length;
	}

	@Override
	public String describe() {
		return "a script of " + this.source;
	}

}
