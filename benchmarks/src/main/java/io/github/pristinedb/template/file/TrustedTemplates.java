package io.github.pristinedb.template.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Templates whose content this JVM does not check: what the check is measured against.
 */
public final class TrustedTemplates {

	private TrustedTemplates() {
	}

	/**
	 * Trust all templates of a directory.
	 * @param directory the absolute path of the directory
	 */
	public static void in(Path directory) {
		try (DirectoryStream<Path> images = Files.newDirectoryStream(directory.toRealPath(), "*.template")) {
			for (Path image : images) {
				TemplateFiles files = TemplateFiles.of(image);
				TemplateManifest manifest = (files != null) ? TemplateManifest.read(files.manifest()) : null;
				if (manifest != null) {
					trust(directory.resolve(image.getFileName()), manifest);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void trust(Path image, TemplateManifest manifest) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(image, BasicFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		CheckedImages.OF_THIS_JVM.add(CheckedImages.Key.of(image, attributes, manifest.checksum()));
	}

}
