package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Checksum;

import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.files.Uninterrupted;
import io.github.pristinedb.template.file.FileImage;

/**
 * A script in a file, read once.
 */
final class TemplateScript implements FileImage, H2Image {

	private final Path file;

	private final byte[] content;

	private final H2Script script;

	private TemplateScript(Path file, byte[] content, H2Script script) {
		this.file = file;
		this.content = content;
		this.script = script;
	}

	/**
	 * Open a template.
	 * @param file its file
	 * @return the template
	 * @throws UnusableDatabaseException if it cannot be read
	 */
	static TemplateScript open(Path file) {
		try {
			byte[] content = Uninterrupted.call(() -> Files.readAllBytes(file));
			return new TemplateScript(file, content, H2Script.read(new String(content, StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UnusableDatabaseException("The image " + file + " cannot be read: " + ex + ".",
					"Check its permissions, or delete it; it is built again.", ex);
		}
	}

	/**
	 * A template that was written just now.
	 * @param file its file
	 * @param content the file's content
	 * @param script the script that is the content
	 * @return the template
	 */
	static TemplateScript of(Path file, byte[] content, H2Script script) {
		return new TemplateScript(file, content, script);
	}

	@Override
	public H2Script script() {
		return this.script;
	}

	@Override
	public Path file() {
		return this.file;
	}

	@Override
	public long bytes() {
		return this.content.length;
	}

	/**
	 * {@inheritDoc} What was read is what is copied, whatever becomes of the file.
	 */
	@Override
	public void addTo(Checksum checksum) {
		checksum.update(this.content);
	}

}
