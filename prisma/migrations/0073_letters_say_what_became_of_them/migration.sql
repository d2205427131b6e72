-- A letter about an invoice is sent when a mail server has taken it, and refused when one said that it never will.
ALTER TABLE "outgoing_mail" ADD COLUMN "reply_to" TEXT;
ALTER TABLE "invoice_delivery" ADD COLUMN "mail_id" UUID, ADD COLUMN "accepted_at" TIMESTAMPTZ(3), ADD COLUMN "refused_at" TIMESTAMPTZ(3), ADD COLUMN "refusal" TEXT;

CREATE INDEX "invoice_delivery_organization_id_mail_id_idx" ON "invoice_delivery"("organization_id", "mail_id");

-- Not of the Prisma schema ------------------------------------------------------------------------------------------------

ALTER TABLE outgoing_mail ADD CONSTRAINT outgoing_mail_answers_go_to_one_line CHECK (reply_to !~ '[[:cntrl:]]' AND char_length(reply_to) <= 320) NOT VALID;

-- Whoever delivers knows letters, not invoices: what became of a letter reaches its invoice by itself.
CREATE FUNCTION note_what_became_of_a_letter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  organization text := coalesce(current_setting('app.organization_id', true), '');
  narrowed_to text := coalesce(current_setting('app.team_id', true), '');
BEGIN
  PERFORM set_config('app.organization_id', NEW.organization_id::text, true), set_config('app.team_id', '', true);
  UPDATE invoice_delivery SET accepted_at = NEW.sent_at, refused_at = NEW.failed_at,
      refusal = CASE WHEN NEW.failed_at IS NOT NULL THEN NEW.last_error END
    WHERE organization_id = NEW.organization_id AND mail_id = NEW.id;
  IF NEW.sent_at IS NOT NULL THEN
    UPDATE invoice SET sent_at = NEW.sent_at, version = invoice.version + 1 FROM invoice_delivery d
      WHERE d.organization_id = NEW.organization_id AND d.mail_id = NEW.id AND d.reminder_level = 0
        AND invoice.organization_id = d.organization_id AND invoice.id = d.invoice_id;
  END IF;
  PERFORM set_config('app.organization_id', organization, true), set_config('app.team_id', narrowed_to, true);
  RETURN NULL;
END $$;
CREATE TRIGGER what_became_of_a_letter AFTER UPDATE OF sent_at, failed_at ON outgoing_mail
  FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL AND (OLD.sent_at, OLD.failed_at) IS DISTINCT FROM (NEW.sent_at, NEW.failed_at))
  EXECUTE FUNCTION note_what_became_of_a_letter();

-- That a letter was accepted or refused is a deed too, of nobody's hand.
SELECT keep_deeds('invoice_delivery', 'invoice_delivery', '{reminder_level,recipient,accepted_at,refused_at,refusal}',
  part_of => 'invoice', parent => 'invoice', parent_key => 'invoice_id');
