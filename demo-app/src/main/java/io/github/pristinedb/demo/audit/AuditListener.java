package io.github.pristinedb.demo.audit;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Writes to the audit log what a committed transaction has set off, in a transaction of
 * its own: that of the change is over by then. Comes before whatever else waits for the
 * commit, so that the log tells of things in their order.
 */
@Component
class AuditListener {

	private final AuditLog auditLog;

	AuditListener(AuditLog auditLog) {
		this.auditLog = auditLog;
	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	void onCommit(AuditEvent event) {
		this.auditLog.record(event.projectId(), event.user(), event.action(), event.detail());
	}

}
