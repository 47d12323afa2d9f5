package io.github.pristinedb.template;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.pristinedb.flyway.MigrationFiles;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.NoOp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClassFiles}.
 */
class ClassFilesTests {

	private static final String PREFIX = ClassFilesTests.class.getName() + "$";

	private final Map<String, byte[]> files = new TreeMap<>();

	private final ClassFiles classes = new ClassFiles((name, bytes) -> assertThat(this.files.put(name, bytes)).isNull(),
			"org.flywaydb.");

	@Test
	void classIsReadAsItWasCompiled() throws Exception {
		assertThat(this.classes.add(new Plain())).isEqualTo(PREFIX + "Plain");
		assertThat(this.files).containsOnlyKeys(PREFIX + "Plain");
		try (var stream = getClass().getResourceAsStream("ClassFilesTests$Plain.class")) {
			assertThat(this.files.get(PREFIX + "Plain")).isEqualTo(stream.readAllBytes());
		}
	}

	@Test
	void nestedClassesAndUserAncestorsAreReadOnce() {
		this.classes.add(new Derived());
		this.classes.add(new Derived());
		this.classes.add(new Base());
		assertThat(this.files).containsOnlyKeys(PREFIX + "Derived", PREFIX + "Derived$1", PREFIX + "Derived$1$1",
				PREFIX + "Derived$1Local", PREFIX + "Derived$Named", PREFIX + "Derived$Named$Deep", PREFIX + "Base",
				PREFIX + "Base$Part", PREFIX + "Contract", PREFIX + "Root");
	}

	@Test
	void classOfASpringProxyIsThatOfItsTarget() {
		ProxyFactory byInterface = new ProxyFactory(Callback.class);
		byInterface.setTarget(new Plain());
		assertThat(this.classes.add(byInterface.getProxy())).isEqualTo(PREFIX + "Plain");
		ProxyFactory byClass = new ProxyFactory(new Plain());
		byClass.setProxyTargetClass(true);
		assertThat(this.classes.add(byClass.getProxy())).isEqualTo(PREFIX + "Plain");
	}

	@Test
	void classOfAGeneratedSubclassIsTheWrittenOne() throws Exception {
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(Plain.class);
		enhancer.setCallback(NoOp.INSTANCE);
		assertThat(this.classes.add(enhancer.create())).isEqualTo(PREFIX + "Plain");
		assertThat(this.classes.add(generated(Plain.class))).isEqualTo(PREFIX + "Plain");
	}

	private static <T> T generated(Class<T> type) throws ReflectiveOperationException {
		return new ByteBuddy().with(TypeValidation.DISABLED)
			.subclass(type)
			.modifiers(Visibility.PUBLIC)
			.make()
			.load(type.getClassLoader(),
					ClassLoadingStrategy.UsingLookup.of(MethodHandles.privateLookupIn(type, MethodHandles.lookup())))
			.getLoaded()
			.getDeclaredConstructor()
			.newInstance();
	}

	@Test
	void classOfAProxyIsThatOfItsHandler() {
		Callback proxy = (Callback) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Callback.class }, (self, method, arguments) -> null);
		assertThat(this.classes.add(proxy)).isEqualTo(ClassFilesTests.class.getName());
	}

	@Test
	void classOfALambdaIsTheOneAroundIt() {
		MigrationResolver lambda = (context) -> List.of();
		assertThat(this.classes.add(lambda)).isEqualTo(ClassFilesTests.class.getName());
		assertThat(this.files).containsKey(ClassFilesTests.class.getName());
	}

	@Test
	void classWithoutAFileIsAnErrorThatNamesIt() throws Exception {
		Callback mock = Mockito.mock(Callback.class);
		assertThatExceptionOfType(UnreadableClassException.class).isThrownBy(() -> this.classes.add(mock))
			.withMessageContaining(mock.getClass().getName())
			.satisfies((ex) -> assertThat(ex.className()).isEqualTo(mock.getClass().getName()));
		Callback generated = generated(BaseCallback.class);
		assertThatExceptionOfType(UnreadableClassException.class).isThrownBy(() -> this.classes.add(generated));
	}

	@Test
	void classOfAPlatformNewerThanSpringKnowsIsReadWithTheClassesNestedInIt() throws Exception {
		Map<String, byte[]> compiled = MigrationFiles.compile("app.Later",
				"package app; public class Later { Object a = new Object() { }; }");
		// The JVM cannot load such a class either, so only its file is of that version.
		ClassLoader files = new ClassLoader(getClass().getClassLoader()) {

			@Override
			protected Class<?> findClass(String name) {
				byte[] bytes = compiled.get(name.replace('.', '/') + ".class");
				return defineClass(name, bytes, 0, bytes.length);
			}

			@Override
			public java.io.InputStream getResourceAsStream(String name) {
				byte[] bytes = compiled.get(name).clone();
				bytes[7] = 120;
				return new java.io.ByteArrayInputStream(bytes);
			}

			@Override
			public java.net.URL getResource(String name) {
				return compiled.containsKey(name) ? ClassFilesTests.class.getResource("ClassFilesTests.class") : null;
			}

		};
		assertThat(this.classes.add(files.loadClass("app.Later").getDeclaredConstructor().newInstance()))
			.isEqualTo("app.Later");
		assertThat(this.files).containsOnlyKeys("app.Later", "app.Later$1");
	}

	static class Plain extends BaseCallback {

		@Override
		public void handle(Event event, Context context) {
		}

	}

	interface Contract {

	}

	static class Base extends Root implements Contract {

		static class Part {

		}

	}

	private abstract static class Root {

	}

	static class Derived extends Base {

		Supplier<Object> anonymous = new Supplier<>() {

			@Override
			public Object get() {
				return new Object() {

				};
			}

		};

		Object local() {
			class Local {

			}
			return new Local();
		}

		static class Named {

			static class Deep {

			}

		}

	}

}
