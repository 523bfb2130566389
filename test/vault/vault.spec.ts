import { Vault } from '../../src/vault/vault';

const key = (id: number) => ({ id, secret: Buffer.alloc(32, id) });

describe('The vault', () => {
  it('gives back what it took, and never stores one value twice alike', () => {
    const vault = new Vault([key(1)]);
    const [one, other] = [vault.encrypt('659900194001010019'), vault.encrypt('659900194001010019')];

    expect(vault.decrypt(one)).toBe('659900194001010019');
    expect(one.equals(other)).toBe(false);
    expect(one.includes(Buffer.from('659900194001010019'))).toBe(false);
  });

  it('reads values of an older key after a new one was added, and writes with the new one', () => {
    const old = new Vault([key(1)]).encrypt('6217000000000000000');
    const rotated = new Vault([key(1), key(2)]);

    expect(rotated.decrypt(old)).toBe('6217000000000000000');
    expect(rotated.encrypt('x')[0]).toBe(2);
  });

  it('keeps the blind index when a key is added, so that equal values are still found', () => {
    const before = new Vault([key(1)]).index('account', '6217000000000000000');

    expect(new Vault([key(1), key(2)]).index('account', '6217000000000000000').equals(before)).toBe(true);
  });

  it('makes the same index of a value alone and among others, longer and shorter', () => {
    const vault = new Vault([key(1)]);
    const values = ['6217000000000000000', '', '1'.repeat(16), '1'.repeat(17), '姓名', '6217000000000000000'];

    expect(vault.indexes('account', values)).toEqual(
      Buffer.concat(values.map((value) => vault.index('account', value))),
    );
    expect(vault.indexes('account', [])).toHaveLength(0);
  });

  it('recognises a request by a fingerprint that depends on the key', () => {
    expect(new Vault([key(1)]).fingerprint('x')).toBe(new Vault([key(1), key(2)]).fingerprint('x'));
    expect(new Vault([key(1)]).fingerprint('x')).not.toBe(new Vault([key(2)]).fingerprint('x'));
  });

  it('gives equal digits of two kinds two indexes', () => {
    const vault = new Vault([key(1)]);

    expect(vault.index('account', '1').equals(vault.index('phone', '1'))).toBe(false);
  });

  it.each`
    what                   | spoil
    ${'an altered byte'}   | ${(stored: Buffer) => (stored[stored.length - 1]! ^= 1)}
    ${'an altered tag'}    | ${(stored: Buffer) => (stored[13]! ^= 1)}
    ${'an unknown key id'} | ${(stored: Buffer) => (stored[0] = 9)}
  `('refuses a value with $what', ({ spoil }) => {
    const vault = new Vault([key(1)]);
    const stored = vault.encrypt('659900194001010019');
    spoil(stored);

    expect(() => vault.decrypt(stored)).toThrow();
  });
});
