drop view if exists plan_overview;

create view plan_overview as
select
	plan.id,
	plan.project_id,
	plan.number,
	plan.instruction,
	plan.state,
	app_user.name as created_by,
	plan.created_at,
	count(plan_step.id) as step_count,
	count(plan_step.id) filter (where plan_step.state = 'done') as done_count
from plan
join app_user on app_user.id = plan.created_by
left join plan_step on plan_step.plan_id = plan.id
group by plan.id, app_user.name;
