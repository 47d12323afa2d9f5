package io.github.pristinedb.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristinePropagationAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopeLeases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ExecutorPostProcessor}.
 */
@DeliberateOutput({ "IllegalStateException: of the test", "asks for a connection" })
class ExecutorPostProcessorTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(PristineAutoConfiguration.class, PristinePropagationAutoConfiguration.class))
		.withBean(DataSource.class, SimpleDriverDataSource::new);

	private final ApplicationContextRunner bootRunner = this.contextRunner.withConfiguration(
			AutoConfigurations.of(TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));

	@Test
	void asyncMethodsWorkForTheScenarioOfTheirCaller() {
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.run((context) -> ScopesAtOnce
				.eachSeesItself(() -> context.getBean(AsyncService.class).meet().get(30, TimeUnit.SECONDS)));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void asyncMethodsOnVirtualThreadsWorkForTheScenarioOfTheirCaller() {
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				assertThat(context).getBean("applicationTaskExecutor").isInstanceOf(SimpleAsyncTaskExecutor.class);
				ScopesAtOnce.eachSeesItself(() -> context.getBean(AsyncService.class).meet().get(30, TimeUnit.SECONDS));
			});
	}

	@Test
	void asyncMethodsOnAnExecutorThatIsNoBeanWorkForTheScenarioOfTheirCaller() {
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class, OwnAsyncConfiguration.class)
			.run((context) -> ScopesAtOnce
				.eachSeesItself(() -> context.getBean(AsyncService.class).meet().get(30, TimeUnit.SECONDS)));
	}

	@Test
	void asyncMethodsWorkForTheScenarioOfTheirCallerWhereSpringCannotChooseAnExecutor() {
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.withBean("one", ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new)
			.withBean("another", ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new)
			.run((context) -> ScopesAtOnce
				.eachSeesItself(() -> context.getBean(AsyncService.class).meet().get(30, TimeUnit.SECONDS)));
	}

	@Test
	void asyncMethodsWorkForTheScenarioOfTheirCallerOnAPoolThatNothingCanBePutInFrontOf() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(ScopesAtOnce.COUNT, ScopesAtOnce.COUNT, 1, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>());
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.withBean("plainPool", ThreadPoolExecutor.class, () -> pool)
			.run((context) -> {
				AsyncService service = context.getBean(AsyncService.class);
				ScopesAtOnce.eachSeesItself(() -> service.meet().get(30, TimeUnit.SECONDS));
				ScopesAtOnce.eachSeesItself(() -> service.meetInPlainPool().get(30, TimeUnit.SECONDS));
				assertThat(pool.getCompletedTaskCount()).isPositive();
			});
	}

	@Test
	void asyncMethodsWorkForTheScenarioOfTheirCallerOnAnExecutorOfAnUnknownClass() {
		AsyncTaskExecutor executor = (task) -> new Thread(task).start();
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.withBean("holder", AsyncConfigurer.class, () -> new AsyncConfigurer() {

				@Override
				public Executor getAsyncExecutor() {
					return executor;
				}

			})
			.run((context) -> {
				AsyncService service = context.getBean(AsyncService.class);
				ScopesAtOnce.eachSeesItself(() -> service.meet().get(30, TimeUnit.SECONDS));
				ScopesAtOnce.eachSeesItself(() -> service.meetInTheFuture().get(30, TimeUnit.SECONDS));
			});
	}

	@Test
	void failureOfAnAsyncMethodIsHandledForTheScenarioOfItsCaller() {
		CompletableFuture<String> handled = new CompletableFuture<>();
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.withBean(AsyncConfigurer.class, () -> new AsyncConfigurer() {

				@Override
				public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
					return (failure, method, arguments) -> handled.complete(ScopesAtOnce.current());
				}

			})
			.run((context) -> ScopesAtOnce.unbound(() -> {
				Scope scope = ScopesAtOnce.scope("a");
				ScopesAtOnce.in(scope, () -> {
					context.getBean(AsyncService.class).fail();
					return handled.get(30, TimeUnit.SECONDS);
				});
				assertThat(handled).isCompletedWithValue(scope.id());
				return true;
			}));
	}

	@Test
	void listenersWorkForTheScenarioThatPublishesOnAnExecutorOfTheMulticastersOwn() {
		listenersAreBound(new SimpleAsyncTaskExecutor());
		listenersAreBound(Executors.newCachedThreadPool());
	}

	private void listenersAreBound(Executor executor) {
		MeetingPoint meetingPoint = new MeetingPoint();
		this.contextRunner.withBean("applicationEventMulticaster", ApplicationEventMulticaster.class, () -> {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(executor);
			return multicaster;
		})
			.withInitializer((context) -> context.addApplicationListener(new Listener(meetingPoint)))
			.run((context) -> ScopesAtOnce.eachSeesItself(() -> {
				CompletableFuture<String> seen = new CompletableFuture<>();
				context.publishEvent(new Question(seen));
				return seen.get(30, TimeUnit.SECONDS);
			}));
	}

	@Test
	void tasksOfAThreadPoolTaskExecutorAreBound() {
		run(ThreadPoolTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(ScopesAtOnce.COUNT);
			return executor;
		}, this::tasksAreBound);
	}

	@Test
	void tasksOfAThreadPoolTaskExecutorThatItsBeanMethodInitializesAreBound() {
		run(AsyncTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(ScopesAtOnce.COUNT);
			executor.initialize();
			return executor;
		}, this::tasksAreBound);
	}

	@Test
	void tasksOfASimpleAsyncTaskExecutorAreBound() {
		run(SimpleAsyncTaskExecutor.class, SimpleAsyncTaskExecutor::new, this::tasksAreBound);
	}

	@Test
	void tasksOfAConcurrentTaskExecutorAreBound() {
		run(ConcurrentTaskExecutor.class, () -> new ConcurrentTaskExecutor(Executors.newCachedThreadPool()),
				this::tasksAreBound);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void tasksOfAVirtualThreadTaskExecutorAreBound() {
		run(VirtualThreadTaskExecutor.class, VirtualThreadTaskExecutor::new, this::tasksAreBound);
	}

	@Test
	void tasksOfAPlainExecutorAreBound() {
		run(Executor.class, () -> (task) -> new Thread(task).start(), (executor) -> ScopesAtOnce
			.eachSeesItself(() -> CompletableFuture.supplyAsync(ScopesAtOnce::current, executor).get()));
	}

	@Test
	void tasksOfAnExecutorOfTheApplicationsOwnClassAreBound() {
		run(OwnExecutor.class, () -> new OwnExecutor("own"), (executor) -> {
			assertThat(executor.name()).isEqualTo("own");
			ScopesAtOnce.eachSeesItself(() -> CompletableFuture.supplyAsync(ScopesAtOnce::current, executor).get());
		});
	}

	@Test
	void tasksOfAPlainExecutorServiceAreBound() {
		run(ExecutorService.class, Executors::newCachedThreadPool, (executor) -> {
			MeetingPoint meetingPoint = new MeetingPoint();
			ScopesAtOnce.eachSeesItself(() -> executor.submit(meetingPoint::meet).get());
			ScopesAtOnce.eachSeesItself(() -> executor.<String>invokeAll(List.of(meetingPoint::meet)).get(0).get());
			ScopesAtOnce.eachSeesItself(() -> executor.<String>invokeAny(List.of(meetingPoint::meet)));
		});
	}

	@Test
	void tasksOfAForkJoinPoolThatIsDeclaredAsExecutorServiceAreBound() {
		run(ExecutorService.class, Executors::newWorkStealingPool, (executor) -> ScopesAtOnce
			.eachSeesItself(() -> CompletableFuture.supplyAsync(ScopesAtOnce::current, executor).get()));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void tasksOfAnExecutorServiceOfVirtualThreadsAreBound() {
		run(ExecutorService.class, this::newVirtualThreadPerTaskExecutor, (executor) -> {
			MeetingPoint meetingPoint = new MeetingPoint();
			ScopesAtOnce.eachSeesItself(() -> executor.submit(meetingPoint::meet).get());
		});
	}

	@Test
	void tasksOfAnExecutorServiceFromABeanMethodAreBound() {
		this.contextRunner.withUserConfiguration(BeanMethodConfiguration.class).run((context) -> {
			MeetingPoint meetingPoint = new MeetingPoint();
			ExecutorService executor = context.getBean(ExecutorService.class);
			ScopesAtOnce.eachSeesItself(() -> executor.submit(meetingPoint::meet).get());
		});
	}

	@Test
	void tasksOfAPlainScheduledExecutorServiceAreBound() {
		run(ScheduledExecutorService.class, () -> Executors.newScheduledThreadPool(ScopesAtOnce.COUNT), (executor) -> {
			MeetingPoint meetingPoint = new MeetingPoint();
			ScopesAtOnce.eachSeesItself(() -> executor.schedule(meetingPoint::meet, 1, TimeUnit.MILLISECONDS).get());
		});
	}

	@Test
	void tasksOfAThreadPoolTaskSchedulerAreBound() {
		run(ThreadPoolTaskScheduler.class, () -> {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setPoolSize(ScopesAtOnce.COUNT);
			return scheduler;
		}, (scheduler) -> {
			tasksAreBound(scheduler);
			scheduledTasksAreBound(scheduler);
		});
	}

	@Test
	void tasksOfASimpleAsyncTaskSchedulerAreBound() {
		run(SimpleAsyncTaskScheduler.class, SimpleAsyncTaskScheduler::new, (scheduler) -> {
			tasksAreBound(scheduler);
			scheduledTasksAreBound(scheduler);
		});
	}

	@Test
	void tasksOfAConcurrentTaskSchedulerAreBound() {
		run(TaskScheduler.class,
				() -> new ConcurrentTaskScheduler(Executors.newScheduledThreadPool(ScopesAtOnce.COUNT)),
				this::scheduledTasksAreBound);
	}

	@Test
	void tasksThatAnUnboundThreadSubmitsStayUnbound() {
		run(ExecutorService.class, Executors::newSingleThreadExecutor,
				(executor) -> assertThat(ScopesAtOnce.unbound(() -> executor.submit(ScopesAtOnce::current).get()))
					.isEqualTo(ScopesAtOnce.NONE));
	}

	@Test
	void threadOfAPoolIsUnboundAfterATaskThatThrows() {
		run(ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new, (executor) -> ScopesAtOnce.unbound(() -> {
			ScopesAtOnce.in(ScopesAtOnce.scope("a"), () -> {
				executor.execute(() -> {
					throw new IllegalStateException("of the test");
				});
				return true;
			});
			assertThat(executor.submit(ScopesAtOnce::current).get()).isEqualTo(ScopesAtOnce.NONE);
			return true;
		}));
	}

	@Test
	void taskThatRunsAfterItsScenarioWorksForTheEndedScenario() {
		run(ThreadPoolTaskExecutor.class, ThreadPoolTaskExecutor::new, (executor) -> ScopesAtOnce.unbound(() -> {
			CountDownLatch ended = new CountDownLatch(1);
			CompletableFuture<Scope> result = ScopesAtOnce.in(ScopesAtOnce.scope("a"),
					() -> CompletableFuture.supplyAsync(() -> {
						await(ended);
						return ScopeBinding.current();
					}, executor));
			Scope other = ScopesAtOnce.scope("b");
			ScopesAtOnce.in(other, () -> {
				ended.countDown();
				Scope scope = result.get(30, TimeUnit.SECONDS);
				assertThat(scope.name()).isEqualTo("a");
				assertThatExceptionOfType(ScenarioException.class)
					.isThrownBy(() -> new ScopeLeases<>().lease(scope, (opener) -> (leased, failed) -> {
					}))
					.withMessageContaining("'a', which has ended");
				return true;
			});
			return true;
		}));
	}

	@Test
	void decoratorOfTheApplicationStillDecorates() {
		AtomicInteger decorated = new AtomicInteger();
		TaskDecorator decorator = (task) -> {
			decorated.incrementAndGet();
			return task;
		};
		this.bootRunner.withUserConfiguration(AsyncConfiguration.class)
			.withBean(TaskDecorator.class, () -> decorator)
			.run((context) -> {
				assertThat(context).getBean(TaskDecorator.class).isSameAs(decorator);
				ScopesAtOnce.eachSeesItself(() -> context.getBean(AsyncService.class).meet().get(30, TimeUnit.SECONDS));
				assertThat(decorated).hasValue(ScopesAtOnce.COUNT);
			});
	}

	@Test
	void decoratorOfTheApplicationWorksForTheScenarioToo() {
		CompletableFuture<String> seen = new CompletableFuture<>();
		run(ThreadPoolTaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator((task) -> () -> {
				seen.complete(ScopesAtOnce.current());
				task.run();
			});
			return executor;
		}, (executor) -> ScopesAtOnce.unbound(() -> {
			Scope scope = ScopesAtOnce.scope("a");
			ScopesAtOnce.in(scope, () -> executor.submit(ScopesAtOnce::current).get());
			assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(scope.id());
			return true;
		}));
	}

	@Test
	void noBeanIsAddedThatTheApplicationCouldInject() {
		this.contextRunner
			.run((context) -> assertThat(context).doesNotHaveBean(TaskDecorator.class).doesNotHaveBean(Executor.class));
	}

	@Test
	void scheduledMethodsStayUnboundEvenIfABoundThreadLoadsTheContext() throws Exception {
		ScopesAtOnce.unbound(() -> ScopesAtOnce.in(ScopesAtOnce.scope("loads the context"), () -> {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ScheduledConfiguration.class,
					SimpleDriverDataSource.class, TaskSchedulingAutoConfiguration.class,
					PristineAutoConfiguration.class, PristinePropagationAutoConfiguration.class)
				.web(WebApplicationType.NONE)
				.run()) {
				assertThat(context.getBean(ScheduledConfiguration.class).seen.get(30, TimeUnit.SECONDS))
					.isEqualTo(ScopesAtOnce.NONE);
				assertThat(context.getBean(ThreadPoolTaskScheduler.class).submit(ScopesAtOnce::current).get())
					.isEqualTo(ScopesAtOnce.current());
			}
			return true;
		}));
	}

	@Test
	void beansThatNothingCanBePutInFrontOfStayAsTheyAre() {
		ForkJoinPool pool = new ForkJoinPool(1);
		run(ForkJoinPool.class, () -> pool, (executor) -> assertThat(executor).isSameAs(pool));
		run(ThreadPoolExecutor.class,
				() -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()),
				(executor) -> assertThat(executor.getClass()).isSameAs(ThreadPoolExecutor.class));
		run(FinalExecutor.class, FinalExecutor::new,
				(executor) -> assertThat(executor.getClass()).isSameAs(FinalExecutor.class));
	}

	@Test
	void poolThatOrdersItsTasksStaysAsItIs() {
		run(ExecutorService.class,
				() -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<>()),
				(executor) -> assertThat(executor.getClass()).isSameAs(ThreadPoolExecutor.class));
	}

	@Test
	void nothingIsBoundWhenPristineIsDisabled() {
		this.contextRunner.withPropertyValues("pristine.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ExecutorPostProcessor.class));
	}

	private void tasksAreBound(AsyncTaskExecutor executor) throws Exception {
		MeetingPoint meetingPoint = new MeetingPoint();
		ScopesAtOnce.eachSeesItself(() -> executor.submit(meetingPoint::meet).get(30, TimeUnit.SECONDS));
		ScopesAtOnce.eachSeesItself(() -> CompletableFuture.supplyAsync(ScopesAtOnce::current, executor).get());
		assertThat(ScopesAtOnce.unbound(() -> executor.submit(ScopesAtOnce::current).get()))
			.isEqualTo(ScopesAtOnce.NONE);
	}

	private void scheduledTasksAreBound(TaskScheduler scheduler) throws Exception {
		PeriodicTrigger trigger = new PeriodicTrigger(Duration.ofHours(1));
		trigger.setInitialDelay(Duration.ofMillis(1));
		ScopesAtOnce.eachSeesItself(() -> seenBy((task) -> scheduler.schedule(task, Instant.now())));
		ScopesAtOnce.eachSeesItself(() -> seenBy((task) -> scheduler.schedule(task, trigger)));
		ScopesAtOnce.eachSeesItself(() -> seenBy((task) -> scheduler.scheduleAtFixedRate(task, Duration.ofHours(1))));
		ScopesAtOnce
			.eachSeesItself(() -> seenBy((task) -> scheduler.scheduleWithFixedDelay(task, Duration.ofHours(1))));
		assertThat(ScopesAtOnce.unbound(() -> seenBy((task) -> scheduler.schedule(task, Instant.now()))))
			.isEqualTo(ScopesAtOnce.NONE);
	}

	private String seenBy(Executor executor) throws Exception {
		CompletableFuture<String> seen = new CompletableFuture<>();
		executor.execute(() -> seen.complete(ScopesAtOnce.current()));
		return seen.get(30, TimeUnit.SECONDS);
	}

	private <T> void run(Class<T> type, Supplier<? extends T> bean, Check<T> check) {
		this.contextRunner.withBean(type, bean::get).run((context) -> check.check(context.getBean(type)));
	}

	private ExecutorService newVirtualThreadPerTaskExecutor() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@FunctionalInterface
	private interface Check<T> {

		void check(T bean) throws Exception;

	}

	static class OwnExecutor implements Executor {

		private final String name;

		OwnExecutor(String name) {
			this.name = name;
		}

		String name() {
			return this.name;
		}

		@Override
		public void execute(Runnable task) {
			new Thread(task, this.name).start();
		}

	}

	static final class FinalExecutor implements Executor {

		@Override
		public void execute(Runnable task) {
			task.run();
		}

	}

	static class AsyncService {

		private final MeetingPoint meetingPoint = new MeetingPoint();

		@Async
		public CompletableFuture<String> meet() throws Exception {
			return CompletableFuture.completedFuture(this.meetingPoint.meet());
		}

		@Async("plainPool")
		public CompletableFuture<String> meetInPlainPool() throws Exception {
			return meet();
		}

		@Async
		public Future<String> meetInTheFuture() throws Exception {
			return meet();
		}

		@Async
		public void fail() {
			throw new IllegalStateException("of the test");
		}

	}

	private record Question(CompletableFuture<String> answer) {

	}

	private record Listener(
			MeetingPoint meetingPoint) implements ApplicationListener<PayloadApplicationEvent<Question>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<Question> event) {
			try {
				event.getPayload().answer().complete(this.meetingPoint.meet());
			}
			catch (Exception ex) {
				event.getPayload().answer().completeExceptionally(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@Import(AsyncService.class)
	static class AsyncConfiguration {

	}

	@Configuration
	static class OwnAsyncConfiguration implements AsyncConfigurer {

		@Override
		public Executor getAsyncExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(ScopesAtOnce.COUNT);
			executor.setDaemon(true);
			executor.initialize();
			return executor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethodConfiguration {

		@Bean
		ExecutorService applicationsExecutor() {
			return Executors.newCachedThreadPool();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class ScheduledConfiguration {

		private final CompletableFuture<String> seen = new CompletableFuture<>();

		@Scheduled(initialDelay = 1, fixedDelay = 3_600_000)
		void look() {
			this.seen.complete(ScopesAtOnce.current());
		}

	}

}
