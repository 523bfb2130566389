import { rmSync } from 'node:fs';

export default async function stopDatabase(): Promise<void> {
  await globalThis.zufaTestServer?.stop();
  const varDir = process.env['ZUFA_TEST_VAR'];
  if (varDir) rmSync(varDir, { recursive: true, force: true });
}
