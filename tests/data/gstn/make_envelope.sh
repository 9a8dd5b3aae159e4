#!/bin/sh
# Makes envelope.json beside this script with the openssl command line alone, so that no Python code of
# this project has a part in the values that its tests compare with. Needs openssl 3.
# Everything but the RSA key, its certificate and app_key_rsa comes out the same at each run.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }
aes() { openssl enc -aes-256-ecb -nosalt -K "$1" | openssl base64 -A; }
mac() { openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -binary | openssl base64 -A; }
hexfile() { od -An -v -tx1 | tr -d ' \n'; }
line() { awk '{printf "%s\\n", $0}' "$1"; }
quoted() { printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g'; }

app_key='0123456789abcdefGHIJKLMNOPQRSTUV'
next_app_key='vutsrqponmlkjihgFEDCBA9876543210'
otp='575757'
session='ABEiM0RVZneImaq7zN3u/xAhMkNUZXaHmKm6y9zt/g8='
next_session='8OHSw7Sllod4aVpLPC0eDwD/7t3Mu6qZiHdmVUQzIhE='
rek='obLD1OX2BxgpOktcbX6PkAE1eb3wJGis4dLDtKWWh3g='
ek='X049LBsKmYh3ZlVEMyIRAP/u3cy7qgCZiHdmVUQzIho='
request='{"rtin":"27AAZCD1111E1ZS","reqtyp":"SAVE","invdata":{"b2b":[{"stin":"24AAZCS2222F1ZB","inum":"SSF/26-27/0417","inv_typ":"R","action":"A","srcform":"R1","rtnprd":"102026","idt":"17-10-2026","val":118000.00,"pos":"27","txval":100000.00,"iamt":18000.00,"camt":0,"samt":0,"cess":0,"prev_status":"N"}]}}'
response='{"reference_id":"1a2b3c4d5e6f708","note":"₹ 1,18,000.00"}'
member='{"b2bcn":[{"stin":"29AAZFK3333G1ZV","nt_num":"CN/077","inv_typ":"R","action":"N","ispendactblocked":"N","isRemarksBlocked":"N","isItcRedReqBlocked":"N","srcform":"R1","rtnprd":"102026","nt_dt":"28-10-2026","val":5900.00,"pos":"27","txval":5000.00,"iamt":900.00,"camt":0,"samt":0,"cess":0,"srcfilstatus":"Filed"}]}'

for name in session next_session rek ek; do
    eval "printf '%s' \"\$$name\"" | openssl base64 -d -A > "$work/$name"
    eval "${name}_hex=$(hexfile < "$work/$name")"
done

openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$work/private.pem"
openssl pkey -in "$work/private.pem" -pubout -out "$work/public.pem"
openssl req -new -x509 -key "$work/private.pem" -subj "/CN=invented test certificate" -days 36500 -out "$work/certificate.pem"
printf '%s' "$app_key" | openssl pkeyutl -encrypt -pubin -inkey "$work/public.pem" -pkeyopt rsa_padding_mode:pkcs1 |
    openssl base64 -A > "$work/app_key_rsa"

request_base64=$(printf '%s' "$request" | openssl base64 -A)
response_base64=$(printf '%s' "$response" | openssl base64 -A)
member_base64=$(printf '%s' "$member" | openssl base64 -A)

cat > envelope.json <<END
{
  "note": "Invented keys for tests, made by make_envelope.sh with the openssl command line.",
  "private_key": "$(line "$work/private.pem")",
  "public_key": "$(line "$work/public.pem")",
  "certificate": "$(line "$work/certificate.pem")",
  "app_key": "$app_key",
  "app_key_rsa": "$(cat "$work/app_key_rsa")",
  "otp": "$otp",
  "otp_aes": "$(printf '%s' "$otp" | aes "$(hex "$app_key")")",
  "session_key_hex": "$session_hex",
  "sek": "$(aes "$(hex "$app_key")" < "$work/session")",
  "rek_key_hex": "$rek_hex",
  "rek": "$(aes "$session_hex" < "$work/rek")",
  "request": {
    "json": "$(quoted "$request")",
    "base64": "$request_base64",
    "data": "$(printf '%s' "$request_base64" | aes "$session_hex")",
    "hmac": "$(printf '%s' "$request_base64" | mac "$session_hex")"
  },
  "response": {
    "json": "$(quoted "$response")",
    "base64": "$response_base64",
    "data": "$(printf '%s' "$response_base64" | aes "$rek_hex")",
    "hmac": "$(printf '%s' "$response_base64" | mac "$rek_hex")"
  },
  "refresh": {
    "app_key": "$next_app_key",
    "app_key_aes": "$(printf '%s' "$next_app_key" | aes "$session_hex")",
    "session_key_hex": "$next_session_hex",
    "sek_by_new_app_key": "$(aes "$(hex "$next_app_key")" < "$work/next_session")",
    "sek_by_old_session_key": "$(aes "$session_hex" < "$work/next_session")"
  },
  "file": {
    "ek": "$(openssl base64 -A < "$work/ek")",
    "json": "$(quoted "$member")",
    "base64": "$member_base64",
    "member_base64": "$(printf '%s' "$member_base64" | aes "$ek_hex")",
    "member_base64_sha256": "$(printf '%s' "$member_base64" | aes "$ek_hex" | openssl dgst -sha256 -r | cut -d' ' -f1)"
  }
}
END
