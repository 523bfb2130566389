# The product without its tests and its embedded database's data: built once, run as API, worker or migration.
FROM node:20 AS build
WORKDIR /zufa
COPY package.json package-lock.json ./
# Like scripts/setup.mjs: npm ci refuses a lock file that lacks the optional packages of a foreign platform.
RUN npm install --no-save --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src src
COPY demo demo
COPY bench bench
COPY migrations migrations
RUN npx nest build && npm prune --omit=dev

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /zufa
COPY --from=build /zufa/package.json ./
COPY --from=build /zufa/node_modules node_modules
COPY --from=build /zufa/dist dist
COPY --from=build /zufa/migrations migrations
USER node
EXPOSE 3000
CMD ["node", "dist/src/main.js"]
