import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A temporary file that no name leads to: it is unlinked before the first byte is written, so that account numbers are
 * gone with the process, however it ends. The caller closes the handle.
 */
export async function openScratchFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'zufa-scratch-'));
  try {
    return await open(join(folder, 'content'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
