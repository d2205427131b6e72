-- Whoever delivers a mail of an invitation adds its link, which proves the address. So the tools role may leave such a mail for the
-- invited address only.

ALTER POLICY tools_send_for_their_organization ON outgoing_mail WITH CHECK (
  organization_id = current_organization()
  AND (invitation_id IS NULL OR EXISTS (
    SELECT FROM invitation i
    WHERE i.organization_id = outgoing_mail.organization_id AND i.id = outgoing_mail.invitation_id AND i.email = outgoing_mail.recipient
  ))
);
