# One image for every process of EcoKI; docker-compose.yml says which of them a container is.
FROM node:24.21.0-trixie-slim AS build
WORKDIR /srv/ecoki
COPY package.json package-lock.json ./
RUN npm install --no-save --no-audit --no-fund --omit=dev
COPY . .
# The pages, the database client and the workflows are made here: a container writes nothing but data.
RUN node prisma/generate.ts \
  && node node_modules/vite/bin/vite.js build --config web/vite.config.ts --configLoader native --outDir /srv/pages \
  && node deploy/bundle-workflows.ts /srv/cache

FROM node:24.21.0-trixie-slim
# pg_dump for `ecoki backup`, at the place where it is looked for.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends postgresql-client-17 \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 ecoki \
  && useradd --uid 10001 --gid ecoki --no-create-home --shell /usr/sbin/nologin ecoki \
  && mkdir -p /data /var/cache/ecoki/postgres/17/usr/lib/postgresql/17 \
  && ln -s /usr/lib/postgresql/17/bin /var/cache/ecoki/postgres/17/usr/lib/postgresql/17/bin \
  && chown ecoki:ecoki /data
WORKDIR /srv/ecoki
COPY --from=build /srv/ecoki ./
COPY --from=build /srv/pages /srv/pages
COPY --from=build /srv/cache /var/cache/ecoki/
ENV NODE_ENV=production ECOKI_DATA=/data ECOKI_CACHE=/var/cache/ecoki ECOKI_WEB=/srv/pages
USER ecoki
VOLUME /data
CMD ["node", "api/gateway.ts"]
