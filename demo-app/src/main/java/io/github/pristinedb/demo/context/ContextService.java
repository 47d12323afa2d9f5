package io.github.pristinedb.demo.context;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import io.github.pristinedb.demo.DemoProperties;
import io.github.pristinedb.demo.RefusedException;
import io.github.pristinedb.demo.RefusedException.Reason;
import io.github.pristinedb.demo.audit.AuditAction;
import io.github.pristinedb.demo.audit.AuditLog;
import io.github.pristinedb.demo.member.MemberService;
import io.github.pristinedb.demo.member.Role;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

/**
 * Keeps the files that a project's plans rest on.
 */
@Service
public class ContextService {

	private final ContextFileRepository files;

	private final MemberService members;

	private final AuditLog auditLog;

	private final DemoProperties properties;

	ContextService(ContextFileRepository files, MemberService members, AuditLog auditLog, DemoProperties properties) {
		this.files = files;
		this.members = members;
		this.auditLog = auditLog;
		this.properties = properties;
	}

	/**
	 * Adds files, or replaces those that were added before: all of them or, if one is
	 * refused, none.
	 * @param projectId the project
	 * @param user who adds them
	 * @param added the files
	 */
	@Transactional
	public void add(long projectId, String user, List<NewContextFile> added) {
		this.members.require(projectId, user, Role.PLANNER);
		for (NewContextFile file : added) {
			if (!StringUtils.hasText(file.path())) {
				throw new RefusedException(Reason.INVALID, "A context file needs a path. No file was added.");
			}
			byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
			if (content.length > this.properties.maxContextFileSize().toBytes()) {
				throw new RefusedException(Reason.INVALID,
						("%s has %d bytes, more than the %d that a context file may have. "
								+ "Add a part of it, or raise demo.max-context-file-size.")
							.formatted(file.path(), content.length, this.properties.maxContextFileSize().toBytes()));
			}
			this.files.save(projectId, file, HexFormat.of().formatHex(sha256().digest(content)));
			this.auditLog.record(projectId, user, AuditAction.CONTEXT_ADDED, file.path());
		}
	}

	/**
	 * The files of a project by path.
	 * @param projectId the project
	 * @return its context files
	 */
	public List<ContextFile> list(long projectId) {
		return this.files.findAll(projectId);
	}

	/**
	 * Takes all files out of the context. The files in the project's directory stay.
	 * @param projectId the project
	 * @param user who does so
	 * @return how many files there were
	 */
	@Transactional
	public int clear(long projectId, String user) {
		this.members.require(projectId, user, Role.PLANNER);
		int count = this.files.deleteAll(projectId);
		this.auditLog.record(projectId, user, AuditAction.CONTEXT_CLEARED, "files: " + count);
		return count;
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
