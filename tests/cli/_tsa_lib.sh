# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154,SC2034  # _lib.sh sets TEMP; the scripts read TSA_URL
# Sourced after _lib.sh: a time-stamping authority of the test's own, by the openssl command, as files or behind a local server.

# make_ca FOLDER NAME: a root that signs authorities and lists of revocations
make_ca() {
  mkdir -p "$1"
  cat >"$1/ca.conf" <<END
[ca]
default_ca = d
[d]
dir = $1
database = $1/index
serial = $1/serial
crlnumber = $1/crlnumber
new_certs_dir = $1
certificate = $1/ca.pem
private_key = $1/ca.key
default_md = sha256
default_crl_days = 30
policy = p
x509_extensions = stamping
unique_subject = no
[p]
commonName = supplied
[stamping]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = t
[t]
serial = $1/ts-serial
crypto_device = builtin
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
signer_digest = sha256
END
  : >"$1/index"
  echo 01 >"$1/serial"
  echo 01 >"$1/crlnumber"
  echo 01 >"$1/ts-serial"
  quiet openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1/ca.key" -out "$1/ca.pem" -subj "/CN=$2" -days 7300 \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}
quiet() { "$@" >"$TEMP/openssl.said" 2>&1 || fail "$*: $(cat "$TEMP/openssl.said")"; }
# make_tsa CA_FOLDER WHO [DAYS]: a certificate of an authority: WHO.key, WHO.pem
make_tsa() {
  quiet openssl req -newkey rsa:2048 -nodes -keyout "$1/$2.key" -out "$1/$2.csr" -subj "/CN=$2"
  quiet openssl ca -batch -notext -config "$1/ca.conf" -in "$1/$2.csr" -out "$1/$2.pem" -days "${3:-365}" -extensions stamping
}
make_crl() { quiet openssl ca -config "$1/ca.conf" -gencrl -out "$1/crl.pem"; }
# tsa_reply CA_FOLDER WHO QUERY REPLY
tsa_reply() {
  quiet openssl ts -reply -config "$1/ca.conf" -queryfile "$3" -signer "$1/$2.pem" -inkey "$1/$2.key" -out "$4"
}
# serve_tsa CA_FOLDER WHO: sets TSA_URL; requests are answered by the openssl command
serve_tsa() {
  cat >"$TEMP/tsa.py" <<'END'
import http.server, pathlib, subprocess, sys, tempfile
ca, who, said = sys.argv[1:]
class Authority(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = self.headers["Content-Type"] == "application/timestamp-query" and self.path == "/tsa"
        with tempfile.TemporaryDirectory() as folder:
            query, reply = pathlib.Path(folder, "q"), pathlib.Path(folder, "r")
            query.write_bytes(body)
            if good:
                subprocess.run(["openssl", "ts", "-reply", "-config", ca + "/ca.conf", "-queryfile", query, "-signer", f"{ca}/{who}.pem",
                                "-inkey", f"{ca}/{who}.key", "-out", reply], check=True, capture_output=True)
            self.send_response(200 if good else 415)
            self.send_header("Content-Type", "application/timestamp-reply" if good else "text/plain")
            self.end_headers()
            self.wfile.write(reply.read_bytes() if good else b"no")
    def log_message(self, *args):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
pathlib.Path(said).write_text(f"http://127.0.0.1:{server.server_port}/tsa\n")
server.serve_forever()
END
  rm -f "$TEMP/tsa-url"
  /usr/bin/python3 "$TEMP/tsa.py" "$1" "$2" "$TEMP/tsa-url" &
  CHILD=$!
  CHILDREN+=("$CHILD")
  wait_for "$TEMP/tsa-url"
  TSA_URL=$(cat "$TEMP/tsa-url")
}
