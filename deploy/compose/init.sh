#!/bin/sh
# Once: a certificate authority and a certificate for every process of the cluster, the key that encrypts mobile nodes' keys in the database, and
# the mobile node of the example with keys of its own. Nothing is made twice, so that what is in the database stays readable.
set -eu
umask 027
cd /secrets
app=1654 # the user app of the .NET images

if [ ! -f ca.pem ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=DsMip cluster" -keyout ca.key -out ca.pem 2>/dev/null
fi
for name in c1 c2 c3 e1 e2; do
  [ ! -f $name.pem ] || continue
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=digitalSignature\nbasicConstraints=CA:FALSE\n' $name >$name.ext
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" -keyout $name.key -out $name.csr 2>/dev/null
  openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 825 -extfile $name.ext -out $name.pem 2>/dev/null
  rm $name.csr $name.ext
done
[ -f store.key ] || (umask 077; head -c 32 /dev/urandom >store.key)

if [ ! -f ha.json ]; then
  update=$(openssl rand -hex 36) acknowledgement=$(openssl rand -hex 36)
  keys=$(printf '"BindingUpdate": { "Spi": 4097, "Suite": "aes-gcm-16-256", "EncryptionKey": "%s" }, "BindingAcknowledgement": { "Spi": 8193, "Suite": "aes-gcm-16-256", "EncryptionKey": "%s" }' "$update" "$acknowledgement")
  printf '{ "MobileNodes": [ { "HomeAddress": "2001:db8:1::50", "Ipv4HomeAddress": "198.51.100.50", %s } ] }\n' "$keys" >ha.json
  printf '{ %s }\n' "$keys" >mn.json
fi
chgrp $app ./*.pem [ce][0-9].key ./*.json
chmod 640 ./*.pem [ce][0-9].key ./*.json
chmod 600 ca.key
chown $app store.key # nobody else may read it: mode 600
chmod 600 store.key
chgrp $app . && chmod 750 .
chmod 777 /routes
