# Functions that hand a list of ranges in and publish it; see docs/ranges.md. Source it from the
# repository, after sign.sh. Needs curl, jq and coreutils.
QF_REGISTRY=${QF_REGISTRY:-http://localhost:28081}

# qf_range_list <list> <delegated|csv> <as of, YYYY-MM-DD> <file> [<ids to providers, JSON>]: hands a
# list in as the secretariat, in parts below the limit of a body; prints where it lies.
qf_range_list() {
  local token parts number=0 part where
  token=$(qf_user_token secretariat)
  where=$(curl -sS --fail-with-body -D - -o /dev/null "$QF_REGISTRY/range-lists" \
    -H "Authorization: Bearer $token" -H "Idempotency-Key: list-$(date +%s%N)" \
    -H 'Content-Type: application/json' \
    -d "$(jq -n --arg l "$1" --arg f "$2" --arg d "$3" --argjson h "${5:-{\}}" \
      '{list: $l, format: $f, asOf: $d, holders: $h}')" |
    tr -d '\r' | sed -n 's/^[Ll]ocation: \(https\{0,1\}:\/\/[^/]*\)\{0,1\}//p')
  parts=$(mktemp -d)
  split -C 200k -d -a 5 "$4" "$parts/part-"
  for part in "$parts"/part-*; do
    # a token is good for five minutes, a long list takes longer
    [ $((number % 200)) -ne 199 ] || token=$(qf_user_token secretariat)
    curl -sS --fail-with-body -X PUT "$QF_REGISTRY$where/parts/$number" \
      -H "Authorization: Bearer $token" -H 'Content-Type: text/plain' --data-binary "@$part" || return 1
    number=$((number + 1))
    printf '\r%d parts' "$number" >&2
  done
  printf '\n' >&2
  rm -r "$parts"
  echo "$where"
}

# qf_range_publish <where it lies>: shows as another member of the secretariat what publishing adds
# and ends, and publishes it.
qf_range_publish() {
  local token reading ends
  token=$(qf_user_token secretariat-2)
  reading=$(curl -sS --fail-with-body "$QF_REGISTRY$1" -H "Authorization: Bearer $token")
  printf '%s\n' "$reading" >&2
  ends=$(jq .ends <<<"$reading")
  curl -sS --fail-with-body "$QF_REGISTRY$1/publication" -H "Authorization: Bearer $token" \
    -H "Idempotency-Key: publish-$(date +%s%N)" -H 'Content-Type: application/json' \
    -d "{\"ends\":$ends}"
}
