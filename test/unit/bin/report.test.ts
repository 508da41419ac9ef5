import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderScenario } from '../../../bin/demo/report.ts';
import { equals, measured } from '../../../scenarios/finding.ts';

test('findings are lines in which what was seen stands beside what was expected', () => {
  const text = renderScenario({
    id: 'a-question',
    mode: 'all',
    question: 'Is it so?',
    ok: false,
    findings: [
      equals({ name: 'orders accepted', unit: 'orders' }, 10, 10),
      equals({ name: 'dead letters', unit: 'messages' }, 0, 2),
      measured({ name: 'pace', unit: 'orders/s' }, 31.5),
    ],
  });
  expect(stripVTControlCharacters(text).split('\n')).toEqual([
    '✖ a-question',
    '  Is it so?',
    '  ✔ orders accepted      10 orders  expected 10 orders',
    '  ✖ dead letters        2 messages  expected 0 messages',
    '  · pace             31.5 orders/s  measured',
  ]);
});
