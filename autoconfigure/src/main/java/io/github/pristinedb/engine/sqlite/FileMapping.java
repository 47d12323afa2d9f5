package io.github.pristinedb.engine.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.FutureTask;

import io.github.pristinedb.files.Uninterrupted;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The present bytes of a file, without copying them. A mapping outlives the channel that
 * it was made by, but a longer one may be needed, and a file with locks is not opened
 * again: so the channel stays open as well.
 */
final class FileMapping implements Closeable {

	private static final Log logger = LogFactory.getLog(FileMapping.class);

	private final Path file;

	private final FileChannel channel;

	private @Nullable ByteBuffer bytes;

	/**
	 * Open a file to be mapped.
	 * @param file the file, which nobody has locked yet
	 * @throws IOException if it cannot be opened
	 */
	FileMapping(Path file) throws IOException {
		this.file = file;
		this.channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * The bytes from the first one on.
	 * @param length how many of them, which the file has
	 * @return at least as many, or {@code null} if the file cannot be mapped
	 */
	@Nullable ByteBuffer bytes(int length) {
		ByteBuffer mapped = this.bytes;
		if (mapped == null || mapped.capacity() < length) {
			try {
				mapped = map(length);
			}
			catch (IOException ex) {
				logger.debug("The file system of " + this.file + " cannot map files", ex);
				mapped = null;
			}
			this.bytes = mapped;
		}
		return mapped;
	}

	/**
	 * An interruption would close the channel, so it is done on a thread that nobody
	 * knows.
	 */
	private ByteBuffer map(int length) throws IOException {
		FutureTask<ByteBuffer> mapping = new FutureTask<>(
				() -> this.channel.map(FileChannel.MapMode.READ_ONLY, 0, length));
		Thread thread = new Thread(mapping, "pristine-mapping");
		thread.setDaemon(true);
		thread.start();
		return Uninterrupted.await(mapping);
	}

	@Override
	public void close() throws IOException {
		this.bytes = null;
		this.channel.close();
	}

}
