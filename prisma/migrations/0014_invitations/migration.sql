-- Invitations into an organization. No secret is stored: the link is made of the id when the mail leaves (docs/adr/0016).

CREATE TABLE "invitation" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "team_ids" UUID[],
    "invited_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organization_id","id")
);

ALTER TABLE "outgoing_mail" ADD COLUMN "invitation_id" UUID;

CREATE INDEX "invitation_organization_id_created_at_idx" ON "invitation"("organization_id", "created_at");

ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "outgoing_mail" ADD CONSTRAINT "outgoing_mail_organization_id_invitation_id_fkey" FOREIGN KEY ("organization_id", "invitation_id") REFERENCES "invitation"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE invitation ADD CONSTRAINT invitation_email_is_lower_case CHECK (email = lower(email));
ALTER TABLE invitation ADD CONSTRAINT invitation_role_is_known CHECK (role IN ('viewer', 'member', 'finance', 'admin'));
ALTER TABLE invitation ADD CONSTRAINT invitation_end_is_whole CHECK (
  (outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL OR outcome IN ('accepted', 'declined', 'revoked', 'expired'))
);
ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_invitation_is_of_its_organization CHECK (
  invitation_id IS NULL OR organization_id IS NOT NULL
);
-- One open invitation for each address.
CREATE UNIQUE INDEX invitation_one_open ON invitation (organization_id, email) WHERE closed_at IS NULL;

-- An API key invites nobody who would decide for the organization, and accepts for nobody.
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO countersign_control;
GRANT SELECT, INSERT (organization_id, id, email, role, team_ids, invited_by, created_at, sent_at, expires_at),
  UPDATE (closed_at, outcome) ON invitation TO countersign_tools;
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY control_serves_every_organization ON invitation TO countersign_control USING (true) WITH CHECK (true);
CREATE POLICY tools_see_their_organization ON invitation FOR SELECT TO countersign_tools USING (organization_id = current_organization());
CREATE POLICY tools_invite_into_their_organization ON invitation FOR INSERT TO countersign_tools
  WITH CHECK (organization_id = current_organization() AND role <> 'admin');
CREATE POLICY tools_close_what_is_open ON invitation FOR UPDATE TO countersign_tools
  USING (organization_id = current_organization() AND closed_at IS NULL)
  WITH CHECK (organization_id = current_organization() AND outcome IN ('revoked', 'expired'));
