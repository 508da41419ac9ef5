import { type Cell, runMatrix } from '../../../driver/records/matrix.ts';
import { REFUSED } from '../../../driver/records/outcome.ts';
import { STRATEGIES } from '../../../driver/records/strategies.ts';
import { atLeast, equals, type Finding, measured } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';

/** Five versions by five, four strategies, two subjects. */
const LEAST = 5 * 5 * 4 * 2;

/** Predicted from the schemas, observed by qualified versions that wrote and read the records. */
export const compatibilityMatrix: Scenario = {
  id: 'compatibility-matrix',
  mode: 'databases',
  question: 'Which release can read what which other wrote, and does a schema checker know it beforehand?',

  async run(context) {
    const started = performance.now();
    const cells = await runMatrix(context);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return [
      atLeast({ name: 'pairs of writer and reader', unit: 'cells' }, LEAST, cells.length),
      ...STRATEGIES.flatMap((strategy) =>
        ofStrategy(
          strategy,
          cells.filter((cell) => cell.strategy === strategy),
        ),
      ),
      measured({ name: 'time for all of them', unit: 'seconds' }, seconds),
    ];
  },
};

function ofStrategy(strategy: string, cells: readonly Cell[]): Finding[] {
  const wrong = cells.filter(({ predicted, observed }) => predicted !== observed);
  const refused = (key: 'predicted' | 'observed') => cells.filter((cell) => cell[key] === REFUSED).length;
  return [
    equals({ name: `${strategy}: pairs refused`, unit: 'cells' }, refused('predicted'), refused('observed')),
    equals({ name: `${strategy}: predictions that were wrong`, unit: 'cells' }, 0, wrong.length),
    ...wrong
      .slice(0, 3)
      .map(({ subject, writer, reader, predicted, observed }) =>
        equals(
          { name: `${strategy}: ${subject} from ${writer} to ${reader}`, unit: '' },
          predicted,
          observed,
        ),
      ),
  ];
}
