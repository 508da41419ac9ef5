import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];
const text = (path: string) => readFileSync(path, 'utf8');

it.each(DOCUMENTS)('%s links to files that exist', (path) => {
  const targets = [...text(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(3);
  expect(targets.filter((target) => !existsSync(target))).toEqual([]);
});

it.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s is linked from the README', (path) => {
  expect(text('README.md')).toContain(`](${path})`);
});

it('the architecture has every room of the house', () => {
  const rooms = globSync('{*,packages/*}/', { exclude: ['node_modules', 'dist', 'cdk.out'] })
    .map((folder) => folder.replace(/\/$/, ''))
    .filter((folder) => folder !== 'packages');
  const architecture = text('ARCHITECTURE.md');
  expect(rooms.length).toBeGreaterThan(8);
  expect(rooms.filter((room) => !architecture.includes(`[\`${room}/\`](${room})`))).toEqual([]);
});

it('the recipes name files and scripts that exist', () => {
  const contributing = text('CONTRIBUTING.md');
  const scripts: Record<string, string> = JSON.parse(text('package.json')).scripts;
  const named = [...contributing.matchAll(/npm run (\w+)(?! --workspace)\b/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !Object.hasOwn(scripts, name) && name !== 'generate')).toEqual([]);
  const paths = [...contributing.matchAll(/npx vitest run ([^\n`]+)/g)].flatMap(([, list = '']) =>
    list.split(' '),
  );
  expect(paths.filter((path) => !path.includes('<') && !existsSync(path))).toEqual([]);
});
