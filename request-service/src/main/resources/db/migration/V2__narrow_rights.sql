-- What a caller's transaction may change, by column. Sides, keys, urgency and time of submission of
-- a request stand; entries, keys, notes and order documents are written once.
revoke update on request, entry, own_key, note, order_document, draft from ${api};
grant update (state, ended, version, shared, changed_at) on request to ${api};
grant update (version, request, wrapped, sealed, changed_at) on draft to ${api};
