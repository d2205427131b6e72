-- What an organization watches for, what was found, and what its weeks were like.

CREATE TABLE "signal" (
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "evaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "signal_pkey" PRIMARY KEY ("organization_id","kind")
);

CREATE TABLE "signal_issue" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "team_id" UUID,
    "kind" TEXT NOT NULL,
    "record_kind" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "note" TEXT NOT NULL DEFAULT '',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signal_issue_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "signal_insight" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "week_starts_on" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signal_insight_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE INDEX "signal_issue_organization_id_opened_at_id_idx" ON "signal_issue"("organization_id", "opened_at", "id");

CREATE UNIQUE INDEX "signal_insight_organization_id_week_starts_on_key" ON "signal_insight"("organization_id", "week_starts_on");

ALTER TABLE "signal" ADD CONSTRAINT "signal_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "signal_issue" ADD CONSTRAINT "signal_issue_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "signal_issue" ADD CONSTRAINT "signal_issue_organization_id_team_id_fkey" FOREIGN KEY ("organization_id", "team_id") REFERENCES "team"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "signal_insight" ADD CONSTRAINT "signal_insight_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE signal_issue ADD CONSTRAINT signal_issue_status_is_known CHECK (status IN ('open', 'acknowledged', 'dismissed', 'resolved'));
ALTER TABLE signal_issue ADD CONSTRAINT signal_issue_severity_is_known CHECK (severity IN ('low', 'medium', 'high'));
ALTER TABLE signal_issue ADD CONSTRAINT signal_issue_is_resolved_at_a_time CHECK ((status = 'resolved') = (resolved_at IS NOT NULL));
ALTER TABLE signal_insight ADD CONSTRAINT signal_insight_week_starts_on_monday CHECK (extract(isodow FROM week_starts_on) = 1);

-- One finding is one issue for as long as its cause lasts, whatever two evaluations do at once.
CREATE UNIQUE INDEX signal_issue_one_unresolved ON signal_issue (organization_id, kind, record_id) WHERE status <> 'resolved';

SELECT secure_tenant_table('signal');
SELECT secure_tenant_table('signal_issue', narrowed_by => 'team_id');
SELECT secure_tenant_table('signal_insight');

-- What was found stays. Which rules are on is no tool's business.
REVOKE DELETE ON signal, signal_issue, signal_insight FROM countersign_tools;
