import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileContest } from './compile-step';
import { exportContest } from './export-step';
import { judgeContest } from './judge-step';
import { openLaboratory } from './laboratory';
import { returnContest } from './return-step';
import { roundContest } from './round-step';
import { screeningContest } from './screening-step';
import { measure, type Contest, type Step } from './measure';

/** `npm run bench -- --persons 100000 --json bench.json`: every ratio measures both sides in this run. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      persons: { type: 'string', default: '100000' },
      json: { type: 'string' },
      step: { type: 'string' },
    },
  });
  const persons = Number(values.persons);
  if (!Number.isInteger(persons) || persons < 1) throw new Error('--persons must be a whole number');
  const laboratory = await openLaboratory();
  try {
    console.log(`filling the registry with ${persons} persons`);
    fill(laboratory.varDir, persons);
    const contests: Contest[] = [
      // First, while the process is small: it is the one step whose work is half Node's.
      returnContest(laboratory),
      compileContest(laboratory),
      exportContest(laboratory),
      judgeContest(laboratory),
      roundContest(laboratory),
      screeningContest(laboratory),
    ];
    const steps: Step[] = [];
    for (const contest of contests.filter(({ name }) => values.step === undefined || values.step === name)) {
      const step = await measure(contest);
      steps.push(step);
      console.log(
        `${step.name.padEnd(8)} ${step.seconds.toFixed(2)} s, floor ${step.floorSeconds.toFixed(2)} s, ` +
          `ratio ${step.ratio.toFixed(2)} (bound ${step.bound}), ${step.peakRssMiB} MiB`,
      );
    }
    const machine = {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memoryMiB: Math.round(totalmem() / 1048576),
      node: process.version,
    };
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ persons, machine, steps }, null, 2)}\n`);
    return steps.every((step) => step.ratio <= step.bound && step.peakRssMiB <= 256) ? 0 : 1;
  } finally {
    await laboratory.close();
  }
}

function fill(varDir: string, persons: number): void {
  const { status } = spawnSync(process.execPath, [join(__dirname, 'fill.js'), varDir, String(persons)], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the registry could not be filled');
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
