alter table project add column current_plan_id integer references plan (id) on delete set null;

update project
set current_plan_id = (select max(id) from plan where plan.project_id = project.id);

create index project_current_plan on project (current_plan_id);
