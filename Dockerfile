# One image for the gateway, the workers, the directory, the notifier and the keys; what a container is, its command says. There is no
# build step: Node runs the TypeScript as it is.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
# Only what decides the dependencies, so that a change of the code does not install them again.
# 755: under a strict umask (027, 077) a clone is readable to its owner alone, and here that would be root.
COPY --chmod=755 package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY --chmod=755 apps/directory/package.json apps/directory/
COPY --chmod=755 apps/gateway/package.json apps/gateway/
COPY --chmod=755 apps/notifier/package.json apps/notifier/
COPY --chmod=755 apps/worker/package.json apps/worker/
COPY --chmod=755 packages/client/package.json packages/client/
COPY --chmod=755 packages/rules/package.json packages/rules/
COPY --chmod=755 packages/shared/package.json packages/shared/
COPY --chmod=755 packages/users/package.json packages/users/
# Exactly the pnpm that package.json names, exactly the versions of the lock file, nothing that only development needs.
RUN npx --yes "$(node -p "require('./package.json').packageManager")" install --frozen-lockfile --prod
# For the operator's commands: to the workspace's root these are development dependencies.
RUN ln -s ../packages/shared/node_modules/bullmq ../packages/shared/node_modules/ioredis ../packages/shared/node_modules/zod node_modules/

FROM node:24-bookworm-slim
WORKDIR /app
# On a container's loopback nobody could reach the gateway, the directory or the page of metrics.
ENV NODE_ENV=production HOST=0.0.0.0 DIRECTORY_HOST=0.0.0.0 METRICS_HOST=0.0.0.0
# As under npm start: see tools/start/processes.ts.
ENV NODE_OPTIONS="--max-semi-space-size=4 --v8-pool-size=1"
# A new volume takes the owner of the folder that it is mounted on: `keys` may write there without being root.
RUN install --directory --owner=node --group=node --mode=700 /keys/gateway /keys/worker /keys/directory /app/.cache
COPY --from=dependencies /app ./
COPY --chmod=755 apps apps
COPY --chmod=755 packages packages
COPY --chmod=755 tools tools
USER node
# Compiled now, not at each start: without a configuration they stop as soon as they are loaded.
ENV NODE_COMPILE_CACHE=/app/.cache/compiled
RUN node apps/gateway/main.ts 2>/dev/null; node apps/worker/main.ts 2>/dev/null; node apps/notifier/main.ts 2>/dev/null; node apps/directory/main.ts 2>/dev/null; ls /app/.cache/compiled
EXPOSE 3000
CMD ["node", "apps/gateway/main.ts"]
