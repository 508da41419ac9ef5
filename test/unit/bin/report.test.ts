import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderScenario } from '../../../bin/demo/report.ts';
import { equals, measured } from '../../../scenarios/kit/finding.ts';

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

test('on a narrow terminal lines are broken between words, and a long value has lines of its own', () => {
  const text = renderScenario(
    {
      id: 'a-question',
      mode: 'all',
      question: 'Is everything that was sent also what has arrived?',
      ok: false,
      findings: [
        equals({ name: 'direct table readers that silently see no name', unit: 'readers' }, 1, 1),
        equals(
          { name: 'the scenario ran to its end', unit: '' },
          'yes',
          `no: ${'a reason of many words '.repeat(3)}`,
        ),
      ],
    },
    60,
  );
  const lines = stripVTControlCharacters(text).split('\n');
  expect(lines.every((line) => line.length <= 60)).toBe(true);
  expect(lines).toEqual([
    '✖ a-question',
    '  Is everything that was sent also what has arrived?',
    '  ✔ direct table readers that  1 readers  expected 1 readers',
    '    silently see no name',
    '  ✖ the scenario ran to its               expected yes',
    '    end',
    '    no: a reason of many words a reason of many words a',
    '    reason of many words',
  ]);
});
