import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

it('what is generated from the protobuf files is what they say now', { timeout: 30_000 }, () => {
  // `out` in buf.gen.yaml is relative to this folder.
  const root = mkdtempSync(join(tmpdir(), 'dataflow-proto-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const bin = resolve('node_modules/.bin');
  execFileSync(join(bin, 'buf'), ['generate', '--output', join(root, 'proto')], {
    cwd: 'schemas/proto',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
  });

  const files = globSync('**/*.ts', { cwd: join(root, 'gen/proto') }).sort();
  expect(files.length).toBeGreaterThan(0);
  expect(globSync('**/*.ts', { cwd: 'schemas/gen/proto' }).sort()).toEqual(files);
  for (const file of files) {
    const found = readFileSync(join('schemas/gen/proto', file), 'utf8');
    const advice = `${file} is out of date: run buf generate in schemas/proto`;
    expect(found, advice).toBe(readFileSync(join(root, 'gen/proto', file), 'utf8'));
  }
});
