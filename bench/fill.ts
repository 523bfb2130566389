import { Client } from 'pg';
import { Vault } from '../src/vault/vault';
import { BENCH_VAULT_KEY } from './laboratory';
import { ownerUrlOf } from './owner-url';
import { populate } from './population';

/** A process of its own, so that what filling the registry leaves in memory is not measured with the product. */
async function main(): Promise<void> {
  const [varDir, persons] = process.argv.slice(2) as [string, string];
  const owner = new Client({ connectionString: ownerUrlOf(varDir) });
  await owner.connect();
  await populate(
    { owner, vault: new Vault([BENCH_VAULT_KEY]), agencyId: 1, verifiedOn: '2024-11-01', fiscalYear: 2025 },
    Number(persons),
  );
  await owner.end();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
