-- The worker's role. It works in one organization at a time like the resource server, and so is a member of its role; beyond that it
-- may learn which organizations there are, and deliver the mail of all of them. The queue itself is another schema, which
-- packages/db/src/job-queue.ts installs.

DO $$
BEGIN
  CREATE ROLE countersign_jobs NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

GRANT USAGE ON SCHEMA public TO countersign_jobs;
GRANT countersign_tools TO countersign_jobs;

CREATE POLICY jobs_know_every_organization ON organization FOR SELECT TO countersign_jobs USING (true);

GRANT SELECT, UPDATE, DELETE ON outgoing_mail TO countersign_jobs;
CREATE POLICY jobs_deliver_all_mail ON outgoing_mail TO countersign_jobs USING (true) WITH CHECK (true);
