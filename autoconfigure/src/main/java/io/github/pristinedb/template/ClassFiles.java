package io.github.pristinedb.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.SpringAsmInfo;

/**
 * The class files behind objects that take part in making a template. Each object brings
 * its class, all classes nested in it, its superclasses and its interfaces, up to those
 * of frameworks and the platform. They are read as resources, as they were compiled, so
 * that what an agent does to a class when it is loaded makes no difference. Each is read
 * once.
 * <p>
 * The class of an object is the one that the user wrote. That is the target of a Spring
 * proxy, or the invocation handler of another proxy. For a generated subclass it is the
 * superclass, and for a lambda expression the class around it.
 */
public final class ClassFiles {

	private static final List<String> FRAMEWORKS = List.of("java.", "javax.", "jdk.", "jakarta.", "kotlin.", "groovy.",
			"org.springframework.");

	private final Set<Class<?>> visited = new HashSet<>();

	private final Set<ClassFile> files = new HashSet<>();

	private final BiConsumer<String, byte[]> consumer;

	private final Set<String> frameworks;

	/**
	 * Create a new instance.
	 * @param consumer takes the name and the bytes of each class
	 * @param frameworks where the names of further classes start that no user wrote
	 */
	public ClassFiles(BiConsumer<String, byte[]> consumer, String... frameworks) {
		this.consumer = consumer;
		this.frameworks = Set.of(frameworks);
	}

	/**
	 * Read the class files behind an object.
	 * @param object the object
	 * @return the name of its class, the same on every machine
	 * @throws UnreadableClassException if there is no class file of it
	 */
	public String add(Object object) {
		Class<?> type = writtenClass(object);
		add(type);
		return type.getName();
	}

	private void add(Class<?> type) {
		if (this.visited.add(type)) {
			ClassFile file = new ClassFile(type.getClassLoader(), type.getName());
			if (!file.exists()) {
				throw new UnreadableClassException(type);
			}
			add(file);
			addAncestor(type.getSuperclass());
			for (Class<?> implemented : type.getInterfaces()) {
				addAncestor(implemented);
			}
		}
	}

	private void addAncestor(@Nullable Class<?> type) {
		if (type != null && !isOfFramework(type)) {
			add(type);
		}
	}

	private boolean isOfFramework(Class<?> type) {
		return Stream.concat(FRAMEWORKS.stream(), this.frameworks.stream()).anyMatch(type.getName()::startsWith);
	}

	private void add(ClassFile file) {
		if (this.files.add(file) && file.exists()) {
			byte[] bytes = file.read();
			this.consumer.accept(file.className(), bytes);
			for (String nested : nestedIn(file.className(), bytes)) {
				add(new ClassFile(file.classLoader(), nested));
			}
		}
	}

	// By the InnerClasses attribute (Java Virtual Machine Specification, 4.7.6), so that
	// no folder or jar is listed and no class is loaded.
	private static Set<String> nestedIn(String className, byte[] bytes) {
		Set<String> names = new TreeSet<>();
		// Spring's reader also takes class files of platforms it does not know yet.
		new ClassReader(bytes).accept(new ClassVisitor(SpringAsmInfo.ASM_VERSION) {

			@Override
			public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName,
					int access) {
				names.add(name.replace('/', '.'));
			}

		}, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
		names.removeIf((name) -> !name.startsWith(className + "$"));
		return names;
	}

	private Class<?> writtenClass(Object object) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(object);
		if (Proxy.isProxyClass(type)) {
			return writtenClass(Proxy.getInvocationHandler(object));
		}
		if (type.isHidden()) {
			return type.getNestHost();
		}
		// Generated in memory, as those of CGLIB and of mocks are.
		Class<?> ancestor = type;
		while (!new ClassFile(ancestor.getClassLoader(), ancestor.getName()).exists()) {
			ancestor = ancestor.getSuperclass();
			if (ancestor == null || isOfFramework(ancestor)) {
				return type;
			}
		}
		return ancestor;
	}

	private record ClassFile(@Nullable ClassLoader classLoader, String className) {

		boolean exists() {
			return url() != null;
		}

		byte[] read() {
			String resource = resource();
			try (InputStream stream = (this.classLoader != null) ? this.classLoader.getResourceAsStream(resource)
					: ClassLoader.getSystemResourceAsStream(resource)) {
				return Objects.requireNonNull(stream, resource).readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("Failed to read the class file of " + this.className, ex);
			}
		}

		private @Nullable URL url() {
			String resource = resource();
			return (this.classLoader != null) ? this.classLoader.getResource(resource)
					: ClassLoader.getSystemResource(resource);
		}

		private String resource() {
			return this.className.replace('.', '/') + ".class";
		}

	}

}
