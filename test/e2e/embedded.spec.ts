import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createAgency } from '../../demo/office-client';
import { freshFolder, ServerProcess } from './server-process';

describe('The product with the database that comes with it', () => {
  const folders: { remove(): void }[] = [];
  const freshVar = () => {
    const folder = freshFolder();
    folders.push(folder);
    return folder.varDir;
  };
  afterAll(() => folders.forEach((folder) => folder.remove()));

  it('says at the first start how to make the first user, keeps its data over a stop, a hard kill and a restart', async () => {
    const varDir = freshVar();
    const first = await ServerProcess.start(varDir);
    expect(first.output()).toContain('npm run agency');
    await createAgency(first.apiUrl, readFileSync(join(varDir, 'setup-token'), 'utf8').trim(), {
      code: 'kept',
      name: '社保中心',
      administrator: { username: 'admin', displayName: '管理员', roles: ['ADMINISTRATOR'] },
    });
    await first.kills();

    const second = await ServerProcess.start(varDir);
    expect(second.output()).not.toContain('npm run agency');
    expect(await second.stops()).toBe(0);

    const third = await ServerProcess.start(varDir);
    expect(third.output()).not.toContain('npm run agency');
    await third.stops();
  }, 120_000);

  it('starts in a folder whose first start was killed while it made the database and its keys', async () => {
    const varDir = freshVar();
    const { pid } = spawnSync(process.execPath, ['--version']);
    const unfinished = join(varDir, `pg.new.${pid}`);
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(varDir, 'zufa-var'), 'format 1\n');
    writeFileSync(join(varDir, 'vault-key.1.new'), '');
    writeFileSync(join(unfinished, 'PG_VERSION'), '18\n');

    const server = await ServerProcess.start(varDir);
    expect(readdirSync(varDir)).toContain('pg');
    expect(readdirSync(varDir).filter((name) => name.startsWith('pg.new'))).toEqual([]);
    expect(await server.stops()).toBe(0);
  }, 120_000);

  it('names the command that an installation with a database of its own has', async () => {
    const varDir = freshVar();
    const database = await ServerProcess.start(varDir);
    const password = readFileSync(join(varDir, 'app-password'), 'utf8');
    const port = readFileSync(join(varDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[3];
    const production = await ServerProcess.start(freshVar(), {
      DATABASE_URL: `postgres://zufa_app_login:${password}@127.0.0.1:${port}/zufa`,
      VAULT_KEYS: `1:${'a'.repeat(64)}`,
      SETUP_TOKEN: 's'.repeat(32),
    });

    expect(production.output()).toContain('node dist/src/cli.js agency');
    expect(production.output()).not.toContain('npm run');
    await production.stops();
    await database.stops();
  }, 120_000);

  it('refuses a folder that another process of its own is using', async () => {
    const varDir = freshVar();
    const first = await ServerProcess.start(varDir);

    await expect(ServerProcess.start(varDir)).rejects.toThrow('另一个足发进程正在使用这个数据文件夹');
    await first.stops();
  }, 60_000);

  it('refuses a folder that holds something else, and leaves it as it was', async () => {
    const varDir = freshVar();
    mkdirSync(varDir, { recursive: true });
    writeFileSync(join(varDir, '工资表.xlsx'), '');

    await expect(ServerProcess.start(varDir)).rejects.toThrow('不是足发的数据文件夹');
  });

  it.each`
    setting           | sentence
    ${'PORT'}         | ${'已被别的程序占用。请用 PORT 换一个端口'}
    ${'ZUFA_PG_PORT'} | ${'已被别的程序占用，内置数据库无法启动。请用 ZUFA_PG_PORT 换一个端口'}
  `(
    'refuses a $setting that is in use',
    async ({ setting, sentence }) => {
      const stranger = createServer();
      await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
      const port = String((stranger.address() as { port: number }).port);

      await expect(ServerProcess.start(freshVar(), { [setting]: port })).rejects.toThrow(sentence);
      await new Promise((resolve) => stranger.close(resolve));
    },
    60_000,
  );

  it('refuses wrong settings, all of them at once', async () => {
    const start = ServerProcess.start(freshVar(), { PORT: '70000', LOG_LEVEL: 'loud' });

    await expect(start).rejects.toThrow(/LOG_LEVEL 只能是[\s\S]*PORT 必须是/);
  });
});
