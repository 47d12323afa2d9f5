package io.github.pristinedb.scope;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.Stream;

/**
 * The fork-join tasks that a thread runs without having asked for them: as a worker that
 * takes what comes, or while it waits for a task of its own. The pool offers the tasks of
 * all who use it, and nothing on the stack tells whose one is.
 */
final class HelpedTasks {

	private static final StackWalker stackWalker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	// A name is compared once for each class, not for each frame.
	private static final ClassValue<Boolean> ofJUnit = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return type.getName().startsWith("org.junit.jupiter.engine.")
					|| type.getName().startsWith("org.junit.platform.engine.support.hierarchical.");
		}

	};

	private HelpedTasks() {
	}

	/**
	 * How many such tasks this thread is inside of. JUnit's own do not count, nor what is
	 * below them: each of its tests is bound to a scope anew.
	 * @return the number
	 */
	static int onThisStack() {
		return stackWalker.walk(HelpedTasks::count);
	}

	private static int count(Stream<StackFrame> stack) {
		int tasks = 0;
		for (Iterator<StackFrame> frames = stack.iterator(); frames.hasNext();) {
			StackFrame frame = frames.next();
			if (ofJUnit.get(frame.getDeclaringClass())) {
				break;
			}
			if (frame.getDeclaringClass() == ForkJoinTask.class && frame.getMethodName().equals("doExec")
					&& frames.hasNext() && !isOwnTask(frames.next())) {
				tasks++;
			}
		}
		return tasks;
	}

	/**
	 * Whether a frame runs a task that its caller made, or one that such a task has made:
	 * {@code ForkJoinTask.invoke}, say, or {@code ForkJoinPool.helpComplete}.
	 */
	private static boolean isOwnTask(StackFrame frame) {
		return frame.getDeclaringClass() == ForkJoinTask.class || frame.getMethodName().equals("helpComplete")
				|| frame.getMethodName().equals("tryRemoveAndExec");
	}

}
