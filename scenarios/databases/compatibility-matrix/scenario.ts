import { type Cell, runMatrix } from '../../../driver/records/matrix.ts';
import { REFUSED } from '../../../driver/records/outcome.ts';
import { STRATEGIES } from '../../../driver/records/strategies.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';

/** Five versions by five, four strategies, two subjects. */
const MIN_PAIRS = 5 * 5 * 4 * 2;

/** Mispredicted pairs that have a finding of their own. */
const MAX_EXAMPLES = 3;

/** Predicted from the schemas, observed by qualified versions that wrote and read the records. */
export const compatibilityMatrix: Scenario = {
  id: 'compatibility-matrix',
  mode: 'databases',
  question: 'Which release can read what another one wrote, and does a schema checker predict it?',

  async run(context) {
    const started = performance.now();
    const cells = await runMatrix(context);
    const matrix = findingGroup('matrix', 'Matrix');
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return [
      matrix.within('pairs', 'writer and reader pairs', {
        min: MIN_PAIRS,
        observed: cells.length,
        unit: 'pairs',
      }),
      ...STRATEGIES.flatMap((strategy) =>
        ofStrategy(
          strategy,
          cells.filter((cell) => cell.strategy === strategy),
        ),
      ),
      matrix.measured('duration', 'time to run all pairs', { observed: seconds, unit: 's' }),
    ];
  },

  takeaway(findings) {
    const sum = (name: string) =>
      STRATEGIES.reduce((total, strategy) => total + findings.number(`${strategy}.${name}`), 0);
    return (
      `Of ${findings.number('matrix.pairs')} writer and reader pairs ${sum('refused')} could not be read, and the schemas ` +
      `mispredicted ${sum('mispredicted')}.`
    );
  },
};

function ofStrategy(strategy: string, cells: readonly Cell[]): Finding[] {
  const wrong = cells.filter(({ predicted, observed }) => predicted !== observed);
  const refused = (key: 'predicted' | 'observed') => cells.filter((cell) => cell[key] === REFUSED).length;
  const group = findingGroup(strategy, `Storage strategy ${strategy}`);
  const pairs = { unit: 'pairs', of: cells.length };
  return [
    group.equals('refused', 'pairs that cannot be read', {
      expected: refused('predicted'),
      observed: refused('observed'),
      ...pairs,
    }),
    group.equals('mispredicted', 'mispredicted pairs', { expected: 0, observed: wrong.length, ...pairs }),
    ...wrong.slice(0, MAX_EXAMPLES).map(({ subject, writer, reader, predicted, observed }) =>
      group.equals(`${subject}-${writer}-${reader}`, `${subject} from ${writer} to ${reader}`, {
        expected: predicted,
        observed,
      }),
    ),
  ];
}
