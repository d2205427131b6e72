-- What was authorized for a VAT period is what its ledger says: nothing with VAT is booked into it any more, until the authorization is taken back.

-- Whoever decides about a filing waits for the postings under way, and postings for the decision, so that the figures authorized are those that stay.
CREATE FUNCTION wait_for_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('vat filings of ' || NEW.organization_id, 0));
  RETURN NEW;
END $$;

CREATE TRIGGER filing_waits_for_postings BEFORE INSERT OR UPDATE ON vat_filing
  FOR EACH ROW EXECUTE FUNCTION wait_for_postings();

-- Lines of no rate are no business of VAT: payments are booked on whatever day they were made. A day is in three periods, of which an organization
-- reports one; it may have reported by another before. The lock is waited for in a statement of its own, so that the question after it sees what
-- was waited for.
CREATE FUNCTION refuse_authorized_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('vat filings of ' || NEW.organization_id, 0));
  IF EXISTS (
    SELECT FROM journal_entry e JOIN vat_filing f ON f.organization_id = e.organization_id
      AND f.period IN (to_char(e.booked_on, 'YYYY-MM'), to_char(e.booked_on, 'YYYY-"Q"Q'), to_char(e.booked_on, 'YYYY'))
    WHERE e.organization_id = NEW.organization_id AND e.id = NEW.entry_id AND f.authorized_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'The VAT period of this entry was authorized.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'authorized_period_stays', TABLE = 'journal_line';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER authorized_period_stays AFTER INSERT ON journal_line
  FOR EACH ROW WHEN (NEW.vat_basis_points IS NOT NULL) EXECUTE FUNCTION refuse_authorized_period();
