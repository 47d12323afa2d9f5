update plan
set number = (
	select count(*)
	from plan earlier
	where earlier.project_id = plan.project_id and earlier.id <= plan.id
);

create unique index plan_number on plan (project_id, number);
