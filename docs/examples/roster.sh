# Functions that hand a roster in, look it through and enter it; see docs/roster.md. Source it from
# the repository, after sign.sh. Needs curl, jq and coreutils.
QF_REGISTRY=${QF_REGISTRY:-http://localhost:28081}

# qf_roster <csv|json> <where it comes from> <file>: hands a roster in as the secretariat; prints
# where it lies.
qf_roster() {
  local token part parts where number=0
  token=$(qf_user_token secretariat)
  where=$(curl -sS --fail-with-body -D - -o /dev/null "$QF_REGISTRY/imports" \
    -H "Authorization: Bearer $token" -H "Idempotency-Key: roster-$(date +%s%N)" \
    -H 'Content-Type: application/json' \
    -d "$(jq -n --arg f "$1" --arg o "$2" '{format: $f, origin: $o}')" |
    tr -d '\r' | sed -n 's/^[Ll]ocation: \(https\{0,1\}:\/\/[^/]*\)\{0,1\}//p')
  parts=$(mktemp -d)
  split -b 200k -d -a 5 "$3" "$parts/part-"
  for part in "$parts"/part-*; do
    curl -sS --fail-with-body -X PUT "$QF_REGISTRY$where/parts/$number" \
      -H "Authorization: Bearer $token" -H 'Content-Type: application/octet-stream' \
      --data-binary "@$part" || return 1
    number=$((number + 1))
  done
  rm -r "$parts"
  echo "$where"
}

# qf_roster_check <where it lies>: the dry run: how many rows would enter, and every broken one.
qf_roster_check() {
  curl -sS --fail-with-body "$QF_REGISTRY$1/report?state=broken" \
    -H "Authorization: Bearer $(qf_user_token secretariat)"
}

# qf_roster_enter <where it lies> <document> <function that confirmed it>: enters what the dry run
# shows, as another member of the secretariat.
qf_roster_enter() {
  local token digest
  token=$(qf_user_token secretariat-2)
  digest=$(curl -sS --fail-with-body "$QF_REGISTRY$1/report?state=broken" \
    -H "Authorization: Bearer $token" | jq -r .digest)
  curl -sS --fail-with-body "$QF_REGISTRY$1/approval" -H "Authorization: Bearer $token" \
    -H "Idempotency-Key: enter-$(date +%s%N)" -H 'Content-Type: application/json' \
    -d "$(jq -n --arg d "$digest" --arg i "$2" --arg r "$3" '{digest: $d, instrument: $i, reached: $r}')"
}
