package io.github.pristinedb.flyway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.flywaydb.core.Flyway;

/**
 * Files of a class path or a folder, by their paths, which can be written as folders and
 * as jars.
 */
public final class MigrationFiles {

	// By the source, which tells the package and the name, too.
	private static final Map<String, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

	private final Map<String, byte[]> files;

	private MigrationFiles(Map<String, byte[]> files) {
		this.files = new TreeMap<>(files);
	}

	public static MigrationFiles none() {
		return new MigrationFiles(Map.of());
	}

	static MigrationFiles of(String path, String content) {
		return none().with(path, content);
	}

	public MigrationFiles with(String path, String content) {
		return with(path, content.getBytes(StandardCharsets.UTF_8));
	}

	public MigrationFiles with(String path, byte[] content) {
		MigrationFiles copy = new MigrationFiles(this.files);
		copy.files.put(path, content);
		return copy;
	}

	public MigrationFiles without(String path) {
		MigrationFiles copy = new MigrationFiles(this.files);
		copy.files.remove(path);
		return copy;
	}

	/**
	 * With the class files of Java source.
	 * @param className of the outermost class
	 * @param source its source
	 * @return a copy
	 */
	MigrationFiles withClass(String className, String source) {
		MigrationFiles copy = new MigrationFiles(this.files);
		copy.files.putAll(compile(className, source));
		return copy;
	}

	public Map<String, byte[]> files() {
		return this.files;
	}

	public Path writeTo(Path folder) {
		this.files.forEach((path, content) -> {
			try {
				Path file = folder.resolve(path);
				Files.createDirectories(file.getParent());
				Files.write(file, content);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		return folder;
	}

	public Path writeJar(Path jar) throws IOException {
		Files.createDirectories(jar.getParent());
		try (JarOutputStream stream = new JarOutputStream(Files.newOutputStream(jar))) {
			List<String> folders = this.files.keySet()
				.stream()
				.flatMap((path) -> Stream
					.iterate(path.lastIndexOf('/'), (end) -> end > 0, (end) -> path.lastIndexOf('/', end - 1))
					.map((end) -> path.substring(0, end + 1)))
				.distinct()
				.sorted()
				.toList();
			for (String folder : folders) {
				stream.putNextEntry(new JarEntry(folder));
				stream.closeEntry();
			}
			for (Map.Entry<String, byte[]> file : this.files.entrySet()) {
				stream.putNextEntry(new JarEntry(file.getKey()));
				stream.write(file.getValue());
				stream.closeEntry();
			}
		}
		return jar;
	}

	public static URLClassLoader classLoader(Path... folderOrJar) {
		URL[] urls = Stream.of(folderOrJar).map(MigrationFiles::url).toArray(URL[]::new);
		return new URLClassLoader(urls, MigrationFiles.class.getClassLoader());
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Compile Java source.
	 * @param className of the outermost class
	 * @param source its source
	 * @return the class files by their paths
	 */
	public static Map<String, byte[]> compile(String className, String source) {
		return COMPILED.computeIfAbsent(source, (key) -> compileAnew(className, source));
	}

	private static Map<String, byte[]> compileAnew(String className, String source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		Map<String, ByteArrayOutputStream> output = new TreeMap<>();
		JavaFileObject input = new SimpleJavaFileObject(
				URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		JavaFileManager manager = new ForwardingJavaFileManager<JavaFileManager>(
				compiler.getStandardFileManager(null, null, null)) {

			@Override
			public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
					FileObject sibling) {
				String path = name.replace('.', '/') + ".class";
				return new SimpleJavaFileObject(URI.create("string:///" + path), kind) {

					@Override
					public OutputStream openOutputStream() {
						return output.computeIfAbsent(path, (key) -> new ByteArrayOutputStream());
					}

				};
			}

		};
		List<String> options = List.of("-classpath",
				codeSource(Flyway.class) + java.io.File.pathSeparator + codeSource(FastMigrationStrategy.class)
						+ java.io.File.pathSeparator + codeSource(MigrationFiles.class));
		if (!compiler.getTask(null, manager, null, options, null, List.of(input)).call()) {
			throw new IllegalStateException("Does not compile: " + source);
		}
		Map<String, byte[]> files = new TreeMap<>();
		output.forEach((path, content) -> files.put(path, content.toByteArray()));
		return Collections.unmodifiableMap(files);
	}

	static Path codeSource(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
