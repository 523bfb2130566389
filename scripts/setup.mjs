/**
 * Makes a fresh checkout runnable with nothing but Node.js and npm: installs the locked packages when they are missing
 * or out of date, and builds when the sources are newer than the build. `npm test`, `npm run demo` and `npm start` call it first.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`足发需要 Node.js 20.19 或更高版本，当前是 ${process.versions.node}。`);
  process.exit(1);
}

const lockHash = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const stamp = 'node_modules/.zufa-installed';
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockHash) {
  // `npm ci` refuses a lock file that names optional packages of other platforms which a registry mirror does not have;
  // this installs exactly the locked versions and writes neither file.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lockHash);
}
if (
  process.argv.includes('--build') &&
  newest(['src', 'demo', 'bench', 'tsconfig.build.json', 'nest-cli.json', stamp]) >
    newest(['dist'], 'oldest build')
) {
  run('npx', ['nest', 'build']);
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/.built', '');
}

function run(command, args) {
  console.error(`> ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** The latest change below the given places; the build counts by its stamp alone. */
function newest(places, build) {
  if (build) return existsSync('dist/.built') ? statSync('dist/.built').mtimeMs : 0;
  return Math.max(
    ...places.filter(existsSync).map(function age(place) {
      const { mtimeMs } = statSync(place);
      if (!statSync(place).isDirectory()) return mtimeMs;
      return Math.max(mtimeMs, ...readdirSync(place).map((name) => age(join(place, name))));
    }),
  );
}
