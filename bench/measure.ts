/** One measured step: the product against its floor, both in this run; seconds are medians. */
export interface Step {
  readonly name: string;
  readonly seconds: number;
  readonly floorSeconds: number;
  readonly ratio: number;
  /** The ratio the product promises to stay below. */
  readonly bound: number;
  readonly peakRssMiB: number;
}

/** How often both sides are measured, in turn. */
export const ROUNDS = 3;
const SAMPLE_EVERY_MS = 20;
const MIB = 1024 * 1024;

/** The two sides of a ratio. `prepare` brings the database to where each side begins, and is not timed. */
export interface Contest {
  readonly name: string;
  readonly bound: number;
  /** Run once before the first round; makes what the floor needs. */
  warmUp(): Promise<void>;
  prepare(): Promise<void>;
  product(): Promise<void>;
  floor(): Promise<void>;
}

/** Runs both sides in turn, so that a machine that drifts drifts for both, and takes the median of each. */
export async function measure({ name, bound, warmUp, prepare, product, floor }: Contest): Promise<Step> {
  await warmUp();
  // Once unmeasured: a process that serves an office has long compiled its code, and both sides have filled their caches.
  await prepare();
  await product();
  await prepare();
  await floor();
  const seconds: number[] = [];
  const floorSeconds: number[] = [];
  let peakRssMiB = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await prepare();
    const timed = await timeOf(product);
    seconds.push(timed.seconds);
    peakRssMiB = Math.max(peakRssMiB, timed.peakRssMiB);
    await prepare();
    floorSeconds.push((await timeOf(floor)).seconds);
  }
  const [product_, floor_] = [median(seconds), median(floorSeconds)];
  return {
    name,
    seconds: round(product_),
    floorSeconds: round(floor_),
    ratio: round(product_ / floor_),
    bound,
    peakRssMiB,
  };
}

async function timeOf(work: () => Promise<void>): Promise<{ seconds: number; peakRssMiB: number }> {
  let peak = process.memoryUsage.rss();
  const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_EVERY_MS);
  const startedAt = process.hrtime.bigint();
  try {
    await work();
  } finally {
    clearInterval(sampler);
  }
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  return { seconds, peakRssMiB: Math.round(Math.max(peak, process.memoryUsage.rss()) / MIB) };
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
