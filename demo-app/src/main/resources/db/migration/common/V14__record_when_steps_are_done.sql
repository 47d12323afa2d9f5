alter table plan_step add column done_at text;

-- The nearest that is known of steps done before now.
update plan_step
set done_at = (select created_at from plan where plan.id = plan_step.plan_id)
where state = 'done';

create index plan_step_pending on plan_step (plan_id, position) where state = 'pending';
