#!/bin/sh
# Makes the namespace that EcoKI uses, where it is missing.
set -eu
address=temporal:7233
temporal operator namespace describe --namespace default --address "$address" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace default --retention 30d --address "$address"
