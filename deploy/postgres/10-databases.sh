#!/bin/sh
# Run once by the postgres image, on an empty data folder: a database and a login for each of the two.
# Neither is a superuser: the extensions that they need are "trusted", so an owner may create them.
# C.UTF-8 sorts by code point, so no index depends on the C library of the next image.
set -eu

make_database() {
  psql --set ON_ERROR_STOP=1 --set name="$1" --set password="$2" \
    --username "$POSTGRES_USER" --dbname postgres --quiet <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

make_database saleor "$SALEOR_DATABASE_PASSWORD"
make_database umeed "$UMEED_DATABASE_PASSWORD"
