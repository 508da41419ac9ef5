import { createHash } from 'node:crypto';
import { cp, glob, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Release } from '../../lib/releases.ts';
import { ROOT } from '../run-tool.ts';

/** All that a cloud assembly is made of. The lock file names the versions of the CDK and of what is bundled. */
const SOURCES = [
  'lib/**/*',
  'lambdas/**/*',
  'schemas/**/*',
  'bin/deploy/synthesize-releases.ts',
  'cdk.json',
  'tsconfig.json',
  'package-lock.json',
];
const GENERATED = 'node_modules';
/** Three releases, with and without the switch for faults; the oldest go first. */
const MAX_ENTRIES = 12;

/** Cloud assemblies of earlier runs. The same sources give the same assembly, and a synthesis takes seconds. */
export class AssemblyCache {
  readonly #folder: string;
  readonly #sources: string;

  private constructor(folder: string, sources: string) {
    this.#folder = folder;
    this.#sources = sources;
  }

  /** @param root of the repository */
  static async open(root = ROOT): Promise<AssemblyCache> {
    return new AssemblyCache(join(root, 'node_modules/.cache/assemblies'), await fingerprint(root));
  }

  /** Copies the assembly to `directory`. @returns whether there is one */
  async restore(release: Release, switches: readonly string[], directory: string): Promise<boolean> {
    const entry = this.#entry(release, switches);
    try {
      await cp(entry, directory, { recursive: true });
      const now = new Date();
      await utimes(entry, now, now);
      return true;
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Another run may have removed it half-way.
      await rm(directory, { recursive: true, force: true });
      return false;
    }
  }

  /** Keeps an assembly for later runs. It appears under its name as a whole; of two runs, one keeps it. */
  async keep(release: Release, switches: readonly string[], directory: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const draft = await mkdtemp(join(this.#folder, '.draft-'));
    try {
      await cp(directory, draft, { recursive: true });
      await rename(draft, this.#entry(release, switches)).catch(() => undefined);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
    await removeOldest(this.#folder);
  }

  #entry(release: Release, switches: readonly string[]): string {
    const name = createHash('sha256').update(JSON.stringify([this.#sources, release, ...switches]));
    return join(this.#folder, name.digest('hex').slice(0, 32));
  }
}

async function fingerprint(root: string): Promise<string> {
  const files: string[] = [];
  const exclude = (path: string) => path.endsWith(GENERATED);
  for await (const path of glob(SOURCES, { cwd: root, exclude })) files.push(path);
  const hash = createHash('sha256').update(process.version);
  for (const path of files.sort()) {
    if (!(await stat(join(root, path))).isFile()) continue;
    hash.update(`\0${path}\0`).update(await readFile(join(root, path)));
  }
  return hash.digest('hex');
}

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  const entries = await Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      usedAt: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  entries.sort((a, b) => b.usedAt - a.usedAt);
  await Promise.all(entries.slice(MAX_ENTRIES).map(({ path }) => rm(path, { recursive: true, force: true })));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
