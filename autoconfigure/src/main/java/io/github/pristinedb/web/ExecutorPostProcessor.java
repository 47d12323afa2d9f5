package io.github.pristinedb.web;

import java.util.concurrent.Executor;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Lets the executors and schedulers of an application context run their tasks for the
 * scenario of the thread that submits them. Spring's own classes get a task decorator
 * beside the application's; others get a proxy in front where that is safe.
 */
public final class ExecutorPostProcessor implements BeanPostProcessor, PriorityOrdered, SmartApplicationListener {

	private final TaskBinding binding = new TaskBinding();

	private final HeldExecutors held = new HeldExecutors(this.binding);

	private final ConfigurableApplicationContext context;

	/**
	 * Create a post-processor for the beans of a context.
	 * @param context the context
	 */
	public ExecutorPostProcessor(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Before the post-processors that need an executor themselves, and innermost of all
	 * proxies.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		DecoratedExecutor<?> kind = isScheduledByItself(bean) ? null : DecoratedExecutor.kindOf(bean);
		if (kind != null) {
			kind.bind(bean, this.binding);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AsyncAnnotationBeanPostProcessor processor) {
			ScenarioAsyncInterceptor.replaceIn(processor, this.binding, this.context.getBeanFactory());
		}
		this.held.bindIn(bean);
		if (bean.getClass() == VirtualThreadTaskExecutor.class) {
			return new ScenarioVirtualThreadTaskExecutor((VirtualThreadTaskExecutor) bean, this.binding);
		}
		if (bean instanceof Executor && !(bean instanceof SyncTaskExecutor)
				&& (isScheduledByItself(bean) || DecoratedExecutor.kindOf(bean) == null)) {
			return proxies().proxy(bean, beanName, DeclaredType.of(this.context.getBeanFactory(), beanName, bean),
					new SubmissionInterceptor(this.binding));
		}
		return bean;
	}

	/**
	 * It decorates a task not when it is scheduled but when it is due, on a thread of its
	 * own.
	 */
	private boolean isScheduledByItself(Object bean) {
		return bean instanceof SimpleAsyncTaskScheduler;
	}

	private ExecutorProxies proxies() {
		return new ExecutorProxies(this.context.getClassLoader());
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return ContextRefreshedEvent.class.isAssignableFrom(eventType)
				|| ApplicationStartedEvent.class.isAssignableFrom(eventType);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationStartedEvent started) {
			start(started.getApplicationContext());
		}
		else if (event instanceof ContextRefreshedEvent refreshed
				&& !this.context.getBeanFactory().containsSingleton("springApplicationArguments")) {
			start(refreshed.getApplicationContext());
		}
	}

	/**
	 * Tasks of the first scenario must be bound already.
	 */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	private void start(Object startedContext) {
		if (startedContext == this.context) {
			this.binding.start();
		}
	}

}
