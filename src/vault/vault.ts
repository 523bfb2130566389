import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { VaultKey } from '../config/config';
import { Cmac, CMAC_BYTES } from './cmac';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;
/** How long a blind index is. */
export const INDEX_BYTES = CMAC_BYTES;

/** What a sensitive value is; each kind has a blind index of its own, so that equal digits of two kinds do not match. */
export type SensitiveKind = 'citizen-id' | 'account' | 'phone';

/**
 * Encrypts sensitive columns (citizen ID, account number, phone) with AES-256-GCM and makes their
 * keyed blind index (AES-256-CMAC) for equality search. A stored value is
 * `key id (1 byte) | iv (12) | tag (16) | ciphertext`; values of old keys stay readable while
 * their key is configured. Source: design, architecture, "Sensitive columns"; 个人信息保护法 art. 51.
 */
export class Vault {
  private readonly keys = new Map<number, KeyObject>();
  private readonly newest: number;
  private readonly indexers: Readonly<Record<SensitiveKind, Cmac>>;
  private readonly requestKey: KeyObject;
  private ivCounter = randomBytes(IV_BYTES);

  constructor(keys: readonly VaultKey[]) {
    for (const { id, secret } of keys) this.keys.set(id, derive(secret, 'encryption'));
    const newest = keys.at(-1);
    const oldest = keys[0];
    if (!newest || !oldest) throw new Error('the vault needs at least one key');
    this.newest = newest.id;
    // The index must find what was written under any key, so it keeps the first key for good.
    const indexer = (kind: SensitiveKind) => new Cmac(derive(oldest.secret, `index ${kind}`));
    this.indexers = {
      'citizen-id': indexer('citizen-id'),
      account: indexer('account'),
      phone: indexer('phone'),
    };
    this.requestKey = derive(oldest.secret, 'request');
  }

  /** A short text, encrypted with the newest key. */
  encrypt(plain: string): Buffer {
    return this.encryptBytes(Buffer.from(plain, 'utf8'));
  }

  /** Any bytes, such as a piece of a file, encrypted with the newest key. */
  encryptBytes(plain: Buffer): Buffer {
    const iv = this.nextIv();
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.newest)!, iv);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([Buffer.of(this.newest), iv, cipher.getAuthTag(), body]);
  }

  /** The plain value. Throws when the value was altered or its key is not configured. */
  decrypt(stored: Buffer): string {
    return this.decryptBytes(stored).toString('utf8');
  }

  /** The plain bytes. Throws as `decrypt` does. */
  decryptBytes(stored: Buffer): Buffer {
    const key = this.keys.get(stored[0] ?? 0);
    if (!key || stored.length < HEAD_BYTES)
      throw new Error(`no vault key ${stored[0]} is configured for this value`);
    const decipher = createDecipheriv('aes-256-gcm', key, stored.subarray(1, 1 + IV_BYTES));
    decipher.setAuthTag(stored.subarray(1 + IV_BYTES, HEAD_BYTES));
    const head = decipher.update(stored.subarray(HEAD_BYTES));
    const tail = decipher.final();
    return tail.length === 0 ? head : Buffer.concat([head, tail]);
  }

  /** The blind index of a value: equal for equal values of one kind, and useless without the key. */
  index(kind: SensitiveKind, plain: string): Buffer {
    return this.indexers[kind].of([plain]);
  }

  /** The blind indexes of many values, `INDEX_BYTES` each, one after the other; each costs an eighth of a single one. */
  indexes(kind: SensitiveKind, plains: readonly string[]): Buffer {
    return this.indexers[kind].of(plains);
  }

  /**
   * By what a request is recognised when it comes again; it may hold passwords and account numbers, which a hash without a
   * key would let somebody guess. HMAC, because a request may be long, and is one.
   */
  fingerprint(request: string): string {
    return createHmac('sha256', this.requestKey).update(request).digest('hex');
  }

  /**
   * A fresh IV per value: a random start counted upwards, which cannot repeat within a process and
   * costs a hundredth of asking the system for random bytes a million times.
   */
  private nextIv(): Buffer {
    const iv = Buffer.from(this.ivCounter);
    for (let at = IV_BYTES - 1; at >= 0; at -= 1) {
      this.ivCounter[at] = (this.ivCounter[at]! + 1) & 0xff;
      if (this.ivCounter[at] !== 0) break;
    }
    return iv;
  }
}

/** A key object: handed to OpenSSL once, not with every value. */
function derive(secret: Buffer, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `zufa ${purpose}`, 32)));
}
