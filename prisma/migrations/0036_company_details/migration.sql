-- Admins say in the console who their organization is in business and who keeps its books. No tool may.

GRANT SELECT, INSERT, UPDATE ON company_profile TO countersign_control;
GRANT SELECT, INSERT, UPDATE, DELETE ON bookkeeper TO countersign_control;
-- Only whether anything was booked: then the base currency stays.
GRANT SELECT (organization_id) ON journal_entry TO countersign_control;

CREATE POLICY control_serves_every_organization ON company_profile TO countersign_control USING (true) WITH CHECK (true);
CREATE POLICY control_serves_every_organization ON bookkeeper TO countersign_control USING (true) WITH CHECK (true);
CREATE POLICY control_serves_every_organization ON journal_entry FOR SELECT TO countersign_control USING (true);
