import { createCipheriv, type Cipher, type KeyObject } from 'node:crypto';

const BLOCK_BYTES = 16;
/** How long a CMAC is. */
export const CMAC_BYTES = BLOCK_BYTES;
/** What doubling in GF(2^128) folds an overflowing bit back to. */
const REDUCTION = 0x87;
/** Follows a value that does not fill its last block. */
const END_OF_VALUE = 0x80;

/**
 * AES-256-CMAC (NIST SP 800-38B, RFC 4493) of many values at once: block by block, every value's in one call of the
 * cipher. Calls cost more than AES does: one value takes as long as its HMAC-SHA-256, each of a thousand an eighth of that.
 */
export class Cmac {
  private readonly cipher: Cipher;
  /** What the last block is masked with: one that the value fills, and one that it does not. */
  private readonly filledMask: Buffer;
  private readonly openMask: Buffer;

  constructor(key: KeyObject) {
    // ECB is the bare block cipher; the chaining is below.
    this.cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.filledMask = doubled(this.cipher.update(Buffer.alloc(BLOCK_BYTES)));
    this.openMask = doubled(this.filledMask);
  }

  /** The CMACs of the values' UTF-8, `CMAC_BYTES` each, one after the other. */
  of(values: readonly string[]): Buffer {
    const lengths = values.map((value) => Buffer.byteLength(value));
    const rounds = lengths.reduce((most, length) => Math.max(most, blocksOf(length)), 1);
    const rowBytes = rounds * BLOCK_BYTES;
    // All values end with their row; a shorter one begins later, after blocks of nothing.
    const rows = Buffer.alloc(values.length * rowBytes);
    const starts = values.map((value, index) =>
      this.place(value, lengths[index]!, rows, (index + 1) * rowBytes),
    );
    let chain: Buffer = Buffer.alloc(values.length * BLOCK_BYTES);
    for (let round = 0; round < rounds; round += 1) {
      for (let index = 0; index < values.length; index += 1) {
        const from = index * rowBytes + round * BLOCK_BYTES;
        const to = index * BLOCK_BYTES;
        // The value begins; what was chained before is of nothing.
        if (from === starts[index]! && round > 0) chain.fill(0, to, to + BLOCK_BYTES);
        fold(rows, from, chain, to);
      }
      chain = this.cipher.update(chain);
    }
    return chain;
  }

  /** Writes a value, padded and its last block masked, so that it ends at `end`; gives where it begins. */
  private place(value: string, length: number, rows: Buffer, end: number): number {
    const start = end - blocksOf(length) * BLOCK_BYTES;
    if (length === value.length) {
      // ASCII, as numbers are: calling into native code costs more than copying them here.
      for (let at = 0; at < length; at += 1) rows[start + at] = value.charCodeAt(at);
    } else {
      rows.write(value, start);
    }
    const isFilled = start + length === end;
    if (!isFilled) rows[start + length] = END_OF_VALUE;
    fold(isFilled ? this.filledMask : this.openMask, 0, rows, end - BLOCK_BYTES);
    return start;
  }
}

/** An empty value has one block too, of padding. */
function blocksOf(length: number): number {
  return Math.max(1, Math.ceil(length / BLOCK_BYTES));
}

function fold(source: Buffer, from: number, target: Buffer, to: number): void {
  for (let at = 0; at < BLOCK_BYTES; at += 1) target[to + at]! ^= source[from + at]!;
}

/** Twice a block as an element of GF(2^128). */
function doubled(block: Buffer): Buffer {
  const result = Buffer.alloc(BLOCK_BYTES);
  let carry = 0;
  for (let at = BLOCK_BYTES - 1; at >= 0; at -= 1) {
    const shifted = (block[at]! << 1) | carry;
    result[at] = shifted & 0xff;
    carry = shifted >> 8;
  }
  if (carry === 1) result[BLOCK_BYTES - 1]! ^= REDUCTION;
  return result;
}
