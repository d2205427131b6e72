-- Changes of the list of assistants are read with the other decisions about what assistants may do. As before, the predicate is
-- repeated word for word by the query, or the planner does not see that the index answers it.

CREATE INDEX audit_event_organization_decided ON audit_event (organization_id, at DESC, id DESC)
  WHERE action IN ('write_access.changed', 'write_access.approved', 'write_access.declined', 'assistant_list.changed');

DROP INDEX audit_event_write_access_decided;
