# Functions for the examples in README.md: tokens, keys, signatures. Source it from the
# repository. Needs curl, jq, openssl 3 and coreutils; shows what a client has to do, no more.
#
# jq -S sorts members and writes no spaces. For what acts hold (strings, whole numbers, true, false)
# that is the RFC 8785 form, except for the character U+007F, which jq escapes and RFC 8785 does not.
QF_GUIDE=${QF_GUIDE:-var/guide}
QF_REALM=${QF_REALM:-http://localhost:28080/realms/quickfreeze}

qf_b64u() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# qf_user_token <account>: an access token of a sample account, good for five minutes.
qf_user_token() {
  curl -sS --fail "$QF_REALM/protocol/openid-connect/token" -d grant_type=password \
    -d client_id=quickfreeze-cli -d "username=$1" --data-urlencode "password=$1-local" | jq -r .access_token
}

# qf_client_token <client>: an access token of a sample provider's client.
qf_client_token() {
  curl -sS --fail "$QF_REALM/protocol/openid-connect/token" -d grant_type=client_credentials \
    -d "client_id=$1" --data-urlencode "client_secret=$1-local-secret" | jq -r .access_token
}

# qf_key <name>: makes a P-256 key once; sets qf_pem, qf_jwk (public members) and qf_kid (RFC 7638).
qf_key() {
  local point x y
  mkdir -p "$QF_GUIDE"
  qf_pem=$QF_GUIDE/$1.pem
  [ -f "$qf_pem" ] || (umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out "$qf_pem")
  # The last 64 bytes of the public key's DER form are the point: x, then y.
  point=$(openssl ec -in "$qf_pem" -pubout -outform DER 2>/dev/null | tail -c 64 | basenc --base16 -w0)
  x=$(printf %s "$point" | cut -c 1-64 | tr -d '\n' | basenc --base16 -d | qf_b64u)
  y=$(printf %s "$point" | cut -c 65-128 | tr -d '\n' | basenc --base16 -d | qf_b64u)
  qf_jwk=$(printf '{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}' "$x" "$y")
  qf_kid=$(printf %s "$qf_jwk" | openssl dgst -sha256 -binary | qf_b64u)
}

# qf_sign <typ>: reads a canonical payload, writes a compact JWS by the key of the last qf_key.
qf_sign() {
  local input signature
  input=$(printf '{"alg":"ES256","kid":"%s","typ":"%s"}' "$qf_kid" "$1" | qf_b64u).$(qf_b64u)
  # JWS wants r and s side by side, 32 bytes each; openssl writes them as a DER sequence.
  signature=$(printf %s "$input" | openssl dgst -sha256 -sign "$qf_pem" | openssl asn1parse -inform DER |
    awk -F: '/INTEGER/ { n = $4; while (length(n) < 64) n = "0" n; printf "%s", n }' | basenc --base16 -d | qf_b64u)
  printf '%s.%s' "$input" "$signature"
}

# qf_hash: reads a compact JWS, writes the hash by which others refer to it (signature left out).
qf_hash() {
  local jws
  jws=$(cat)
  printf %s "${jws%.*}" | openssl dgst -sha256 -binary | qf_b64u
}

# qf_uuid: a random UUID, version 4.
qf_uuid() { cat /proc/sys/kernel/random/uuid; }
