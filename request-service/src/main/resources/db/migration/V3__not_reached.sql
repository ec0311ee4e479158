-- What the network says with an act of a side: that a document could not be sent with it.
create policy network_with_act on entry for insert to ${api} with check (
  kind = 'recorded' and type = 'undeliverable' and author_party = ''
  and exists (select 1 from request.request r where r.id = request));
