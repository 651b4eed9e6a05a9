# The API and the web client. The warehouse is a ClickHouse server of its own
# (docker-compose.yml); build with EMBEDDED=1 to keep the embedded engine instead.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:22-bookworm-slim
ARG EMBEDDED=0
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund \
    && if [ "$EMBEDDED" != 1 ]; then rm -rf node_modules/@chdb; fi \
    && npm cache clean --force \
    && mkdir /data && chown node:node /data
COPY cube.js LICENSE ./
COPY base base
COPY generator generator
COPY model model
COPY server server
COPY sql sql
COPY --from=build /app/web/dist web/dist
COPY --from=build /app/web/dist-embed web/dist-embed
USER node
VOLUME /data
EXPOSE 4000 15432
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 4000}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No npm and no shell in between: signals reach the supervisor.
CMD ["node", "--import", "tsx", "server/main.ts"]
