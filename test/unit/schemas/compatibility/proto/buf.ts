import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFileRegistry, type DescFile, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { ContractCase } from './contract-case.ts';
import type { Category } from './differences.ts';

const BUF = resolve('node_modules/.bin/buf');

/** The name of the package of the case at this index. */
export const packageOf = (index: number) => `case${index}`;

/** Both versions of all cases as two images of buf, one package for each case. */
export function buildImages(
  folder: string,
  cases: readonly ContractCase[],
): { older: string; newer: string } {
  const build = (version: 'before' | 'after') => {
    const root = join(folder, version);
    for (const [index, one] of cases.entries()) {
      const name = packageOf(index);
      mkdirSync(join(root, name), { recursive: true });
      const imports = one[version].includes('google.protobuf.Timestamp')
        ? 'import "google/protobuf/timestamp.proto";'
        : '';
      const text = `syntax = "proto3"; package ${name}; ${imports} ${one[version]}`;
      writeFileSync(join(root, name, 'case.proto'), text);
    }
    const image = join(folder, `${version}.binpb`);
    execFileSync(BUF, ['build', root, '-o', image]);
    return image;
  };
  return { older: build('before'), newer: build('after') };
}

/** The files of an image. */
export function filesOf(image: Uint8Array): DescFile[] {
  // An image is a set of file descriptors with extensions that say more.
  return [...createFileRegistry(fromBinary(FileDescriptorSetSchema, image)).files];
}

/** What `buf breaking` reports, by package. */
export function bufBreaking(
  { older, newer }: { older: string; newer: string },
  category: Category,
): Map<string, string[]> {
  const config = JSON.stringify({ version: 'v2', breaking: { use: [category] } });
  const { stdout, stderr, status } = spawnSync(
    BUF,
    ['breaking', newer, '--against', older, '--config', config, '--error-format', 'json'],
    { encoding: 'utf8' },
  );
  // 100 says that there are breaks.
  if (status !== 100) throw new Error(`buf breaking ended with ${status}: ${stderr}`);
  const found = new Map<string, string[]>();
  for (const line of stdout.trim().split('\n')) {
    const { path, type } = JSON.parse(line) as { path: string; type: string };
    const name = path.split('/')[0] ?? '';
    found.set(name, [...(found.get(name) ?? []), type]);
  }
  return found;
}
