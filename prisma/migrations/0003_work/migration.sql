-- The work itself: projects with their phases, tasks, the calendar, shifts.

CREATE TABLE "project" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "customer_id" UUID,
    "lead_id" UUID,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'planned',
    "starts_on" DATE,
    "due_on" DATE,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "project_phase" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "starts_on" DATE,
    "due_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_phase_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "task" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "phase_id" UUID,
    "assignee_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'todo',
    "priority" TEXT NOT NULL DEFAULT 'normal',
    "due_on" DATE,
    "estimate_minutes" INTEGER,
    "completed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "event" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "project_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "location" TEXT NOT NULL DEFAULT '',
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "time_zone" TEXT NOT NULL,
    "recurrence" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "shift" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "project_id" UUID,
    "assignee_id" UUID,
    "title" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "time_zone" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shift_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "project_organization_id_name_id_idx" ON "project"("organization_id", "name", "id");

CREATE INDEX "project_organization_id_customer_id_idx" ON "project"("organization_id", "customer_id");

CREATE UNIQUE INDEX "project_phase_organization_id_project_id_id_key" ON "project_phase"("organization_id", "project_id", "id");

CREATE INDEX "task_organization_id_project_id_idx" ON "task"("organization_id", "project_id");

CREATE INDEX "task_organization_id_assignee_id_idx" ON "task"("organization_id", "assignee_id");

CREATE INDEX "task_organization_id_due_on_id_idx" ON "task"("organization_id", "due_on", "id");

CREATE INDEX "event_organization_id_starts_on_id_idx" ON "event"("organization_id", "starts_on", "id");

CREATE INDEX "shift_organization_id_starts_at_id_idx" ON "shift"("organization_id", "starts_at", "id");

ALTER TABLE "project" ADD CONSTRAINT "project_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "project" ADD CONSTRAINT "project_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "project" ADD CONSTRAINT "project_organization_id_customer_id_fkey" FOREIGN KEY ("organization_id", "customer_id") REFERENCES "customer"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "project_phase" ADD CONSTRAINT "project_phase_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_project_id_phase_id_fkey" FOREIGN KEY ("organization_id", "project_id", "phase_id") REFERENCES "project_phase"("organization_id", "project_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "event" ADD CONSTRAINT "event_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "event" ADD CONSTRAINT "event_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "event" ADD CONSTRAINT "event_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "shift" ADD CONSTRAINT "shift_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "shift" ADD CONSTRAINT "shift_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "shift" ADD CONSTRAINT "shift_organization_id_project_id_fkey" FOREIGN KEY ("organization_id", "project_id") REFERENCES "project"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A member who leaves takes no work along: what they led or were assigned stays, without them.
ALTER TABLE project ADD CONSTRAINT project_lead_fkey FOREIGN KEY (organization_id, lead_id)
  REFERENCES membership (organization_id, user_id) ON DELETE SET NULL (lead_id);
ALTER TABLE task ADD CONSTRAINT task_assignee_fkey FOREIGN KEY (organization_id, assignee_id)
  REFERENCES membership (organization_id, user_id) ON DELETE SET NULL (assignee_id);
ALTER TABLE shift ADD CONSTRAINT shift_assignee_fkey FOREIGN KEY (organization_id, assignee_id)
  REFERENCES membership (organization_id, user_id) ON DELETE SET NULL (assignee_id);

-- Checks ------------------------------------------------------------------------------------------------------------------

ALTER TABLE project ADD CONSTRAINT project_status_is_known CHECK (status IN ('planned', 'active', 'on_hold', 'done'));
ALTER TABLE project ADD CONSTRAINT project_is_due_after_it_starts CHECK (due_on >= starts_on);
ALTER TABLE project_phase ADD CONSTRAINT project_phase_is_due_after_it_starts CHECK (due_on >= starts_on);
ALTER TABLE project_phase ADD CONSTRAINT project_phase_position_counts_from_0 CHECK (position >= 0);

ALTER TABLE task ADD CONSTRAINT task_status_is_known CHECK (status IN ('todo', 'doing', 'blocked', 'done'));
ALTER TABLE task ADD CONSTRAINT task_priority_is_known CHECK (priority IN ('low', 'normal', 'high'));
ALTER TABLE task ADD CONSTRAINT task_is_completed_when_done CHECK ((status = 'done') = (completed_at IS NOT NULL));
ALTER TABLE task ADD CONSTRAINT task_estimate_is_positive CHECK (estimate_minutes > 0);

-- An event is either all-day, and then it has days and no instants, or it has both instants.
ALTER TABLE event ADD CONSTRAINT event_is_all_day_or_timed CHECK ((starts_at IS NULL) = (ends_at IS NULL));
ALTER TABLE event ADD CONSTRAINT event_ends_after_it_starts CHECK (ends_on >= starts_on AND (starts_at IS NULL OR ends_at > starts_at));

ALTER TABLE shift ADD CONSTRAINT shift_ends_after_it_starts CHECK (ends_at > starts_at);

-- Nobody works twice at once, whatever two callers assign at the same moment. Open shifts have no member and never clash.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE shift ADD CONSTRAINT shift_of_a_member_never_overlap EXCLUDE USING gist (
  organization_id WITH =, assignee_id WITH =, tstzrange(starts_at, ends_at) WITH &&
);

-- Row-level security ------------------------------------------------------------------------------------------------------

SELECT secure_tenant_table('project', narrowed_by => 'team_id');
SELECT secure_tenant_child_table('project_phase', 'project_id', 'project');
SELECT secure_tenant_child_table('task', 'project_id', 'project');
SELECT secure_tenant_table('event', narrowed_by => 'team_id');
SELECT secure_tenant_table('shift', narrowed_by => 'team_id');

-- No tool deletes work; a phase may be taken out of a project's plan.
REVOKE DELETE ON project, task, event, shift FROM countersign_tools;
