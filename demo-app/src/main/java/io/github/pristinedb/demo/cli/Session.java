package io.github.pristinedb.demo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.member.Member;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;
import io.github.pristinedb.demo.project.Project;
import io.github.pristinedb.demo.project.ProjectService;

import org.springframework.beans.factory.BeanFactory;

/**
 * What a command has while its application runs.
 *
 * @param directory the project's directory, absolute
 * @param user name of the user who acts
 * @param beans the application's services
 * @param out where the command's output goes
 */
record Session(Path directory, String user, BeanFactory beans, PrintWriter out) {

	<T> T service(Class<T> type) {
		return this.beans.getBean(type);
	}

	/**
	 * The project in the directory.
	 */
	Project project() {
		return service(ProjectService.class).list()
			.stream()
			.findFirst()
			.orElseThrow(() -> new RefusedException(
					"There is no project in %s: the database is empty. Run 'planner init' there."
						.formatted(this.directory)));
	}

	/**
	 * The user's place in the project.
	 */
	Member member() {
		return service(MemberService.class).require(project().id(), this.user, Role.VIEWER);
	}

	void say(String format, Object... arguments) {
		this.out.println(String.format(Locale.ROOT, format, arguments));
	}

}
