-- What people look for in the activity of a busy connection or API key is rare among a million reads: its OAuth life, its writes, what is
-- out of the ordinary. The predicates are repeated word for word by the queries, or the planner does not see that an index answers them.
CREATE INDEX audit_event_of_connection_but_reads ON audit_event (connection_id, at DESC, id DESC)
  WHERE action <> 'tool.called' OR details @> '{"writes": true}';
CREATE INDEX audit_event_of_api_key_but_reads ON audit_event (api_key_id, at DESC, id DESC)
  WHERE api_key_id IS NOT NULL AND (action <> 'tool.called' OR details @> '{"writes": true}');
CREATE INDEX audit_event_of_connection_not_info ON audit_event (connection_id, at DESC, id DESC) WHERE severity <> 'info';
CREATE INDEX audit_event_of_api_key_not_info ON audit_event (api_key_id, at DESC, id DESC)
  WHERE api_key_id IS NOT NULL AND severity <> 'info';
