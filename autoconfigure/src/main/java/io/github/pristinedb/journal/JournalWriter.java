package io.github.pristinedb.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of this JVM, each one at once and in one piece. The operating system
 * then keeps them, however the JVM ends. They need not survive the machine, so nothing
 * waits for the disk. Safe for use by several threads.
 */
public final class JournalWriter {

	private static final Log logger = LogFactory.getLog(JournalWriter.class);

	private static final Pattern NAME = Pattern.compile("(\\d+-\\d+)(-\\d+)?\\" + Journal.ENDING);

	private final Path directory;

	private final JournalHeader header;

	private final long startNanos;

	private final Runnable begin;

	private @Nullable OutputStream journal;

	private @Nullable Path file;

	private boolean failed;

	/**
	 * Create a writer. The first event about tests creates the file. The file is closed
	 * between the runs of one JVM, since Windows deletes no open file.
	 * @param directory the directory for journals
	 * @param header the header of the journal, which starts now
	 * @param begin the action before the file is created
	 */
	public JournalWriter(Path directory, JournalHeader header, Runnable begin) {
		this.directory = directory;
		this.header = header;
		this.startNanos = System.nanoTime();
		this.begin = begin;
	}

	/**
	 * Write an event.
	 * @param event what happened
	 * @param at the time of the event, as {@link System#nanoTime()}
	 */
	public synchronized void write(PristineEvent event, long at) {
		if (this.failed || (this.file == null && !isAboutTests(event))) {
			return;
		}
		try {
			OutputStream journal = (this.journal != null) ? this.journal : open();
			this.journal = journal;
			journal.write(JournalFormat.line(event, at - this.startNanos).getBytes(StandardCharsets.UTF_8));
			if (event instanceof RunFinished) {
				this.journal = null;
				journal.close();
			}
		}
		catch (IOException ex) {
			this.failed = true;
			logger.warn("The journal of this run cannot be written to " + this.directory + ": " + ex.getMessage()
					+ ". Without a journal, shards cannot be merged, and no crash is reported.");
			logger.debug("The journal cannot be written", ex);
		}
	}

	private static boolean isAboutTests(PristineEvent event) {
		return event instanceof ShardChosen || event instanceof TestPlanned || event instanceof TestStarted;
	}

	private OutputStream open() throws IOException {
		if (this.file != null) {
			return OwnFile.append(this.file);
		}
		this.begin.run();
		Path base = Objects.requireNonNull(this.directory.getParent());
		OwnerOnly.createReadable(base);
		Path file = OwnFile.create(OwnerOnly.createReadable(this.directory), this.header.process(), Journal.ENDING);
		OutputStream stream = OwnFile.append(file);
		stream.write(this.header.line().getBytes(StandardCharsets.UTF_8));
		this.file = file;
		return stream;
	}

	/**
	 * The file of the journal.
	 * @return the file, {@code null} before the first event that is about tests
	 */
	public synchronized @Nullable Path file() {
		return this.file;
	}

	/**
	 * The JVM that wrote a journal, by the name of the file.
	 * @param file the file
	 * @return identifies the JVM on the machine, {@code null} if no writer gives such a
	 * name
	 */
	public static @Nullable String process(Path file) {
		Matcher name = NAME.matcher(file.getFileName().toString());
		return name.matches() ? name.group(1) : null;
	}

}
