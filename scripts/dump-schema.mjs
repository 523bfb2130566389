/** `npm run schema`: writes schema.sql from the migrations, as test/structure/write-schema.ts does, without a build. */
import { fileURLToPath } from 'node:url';

process.argv[2] = fileURLToPath(new URL('../test/structure/write-schema.ts', import.meta.url));
await import('../test/jobs/run-typescript.mjs');
