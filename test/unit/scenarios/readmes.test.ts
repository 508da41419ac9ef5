import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../../scenarios/catalogue.ts';

const SECTIONS = ['Run it', 'What to look at', 'Change it and run it again'];

describe.each(SCENARIOS)('the README of $id', ({ id, mode }) => {
  const path = `scenarios/${mode}/${id}/README.md`;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';

  it('has the id as its title and states a claim and a prediction', () => {
    expect(text.split('\n')[0]).toBe(`# ${id}`);
    expect(text).toContain('**Claim.**');
    expect(text).toContain('**Prediction.**');
  });

  it('says how to run the scenario, what to look at and what to change', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(SECTIONS);
    const commands = [...text.matchAll(/--scenario (\S+)/g)].map(([, name]) => name);
    expect(commands).toEqual([id]);
    expect(text).toContain(`\nnpm run demo -- --scenario ${id} --verbose\n`);
  });

  it('names files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => join(dirname(path), target));
    const paths = [...text.matchAll(/`((?:lambdas|driver|schemas|docs)\/[^`]+)`/g)].map(
      ([, name = '']) => name,
    );
    expect([...links, ...paths].filter((name) => !existsSync(name))).toEqual([]);
  });
});

it('every scenario folder is in the catalogue', () => {
  const folders = globSync('scenarios/*/*/scenario.ts').map((file) => dirname(file));
  expect(folders.sort()).toEqual(SCENARIOS.map(({ id, mode }) => `scenarios/${mode}/${id}`).sort());
});

it('the README has a row for every scenario', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(SCENARIOS.map(({ id }) => id).filter((id) => !readme.includes(`| \`${id}\` |`))).toEqual([]);
});
