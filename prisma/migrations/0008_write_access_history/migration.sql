-- What admins decided about write access is read by page, from a log in which tool calls outnumber it a million to one. The
-- predicate is repeated word for word by the query, or the planner does not see that the index answers it.

CREATE INDEX audit_event_write_access_decided ON audit_event (organization_id, at DESC, id DESC)
  WHERE action IN ('write_access.changed', 'write_access.approved', 'write_access.declined');
