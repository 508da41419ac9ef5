import type { QueueKind } from '../../../driver/ordering/lab-message.ts';
import { processBacklog } from '../../../driver/ordering/process-backlog.ts';
import { warmUpConsumers } from '../../../driver/ordering/warm-up.ts';
import type { Finding } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { type Case, caseFindings } from './findings.ts';
import { workload } from './workload.ts';

const SIZES = { quick: { messages: 60, groups: 6 }, full: { messages: 1000, groups: 6 } };
const CONSUMERS = 4;
const SEED = 7;

interface OrderingCase extends Case {
  queue: QueueKind;
  /** The share of messages whose first receive fails. */
  failing: number;
  afterFailure: 'hold-group' | 'go-on';
}

const CASES: readonly OrderingCase[] = [
  {
    id: 'standard',
    label: 'Standard queue, no failures',
    queue: 'standard',
    failing: 0,
    afterFailure: 'hold-group',
    ordered: false,
  },
  {
    id: 'standard-retries',
    label: 'Standard queue, about one message in ten fails once',
    queue: 'standard',
    failing: 0.1,
    afterFailure: 'hold-group',
    ordered: false,
  },
  {
    id: 'fifo',
    label: 'FIFO queue, no failures',
    queue: 'fifo',
    failing: 0,
    afterFailure: 'hold-group',
    ordered: true,
  },
  {
    id: 'fifo-retries',
    label: 'FIFO queue, about one message in ten fails once and holds back its group',
    queue: 'fifo',
    failing: 0.1,
    afterFailure: 'hold-group',
    ordered: true,
  },
  {
    id: 'fifo-going-on',
    label: 'FIFO queue, about one message in ten fails once and the consumer continues with its group',
    queue: 'fifo',
    failing: 0.1,
    afterFailure: 'go-on',
    ordered: false,
  },
];

/**
 * The same messages through a standard and a FIFO queue, with four consumers. A log to which the consumers append has
 * the order in which messages took effect, which is compared with the order in which they were sent.
 */
export const ordering: Scenario = {
  id: 'ordering',
  mode: 'messages',
  question: 'Which messages overtake others, within a message group and across groups?',

  async run(context) {
    const { messages, groups } = SIZES[context.size];
    context.progress('starting consumers');
    await warmUpConsumers(context, 'ordering', CONSUMERS);
    const findings: Finding[] = [];
    for (const each of CASES) {
      context.progress(each.label);
      const { queue, failing, afterFailure } = each;
      const sent = workload({ messages, groups, seed: SEED, failing, afterFailure });
      const log = `${context.run}-${each.id}`;
      const effects = await processBacklog(context, { log, queue, messages: sent, consumers: CONSUMERS });
      findings.push(...caseFindings(each, { sent, effects }));
    }
    return findings;
  },

  takeaway: (findings) =>
    `Within their group, ${findings.number('standard.within-groups-share')} % of messages were overtaken in a standard ` +
    `queue, ${findings.number('fifo.within-groups-share')} % in a FIFO queue, ` +
    `${findings.number('fifo-retries.within-groups-share')} % in a FIFO queue with retries, and ` +
    `${findings.number('fifo-going-on.within-groups-share')} % if the consumer continues with the group after a failure; ` +
    `across groups, ${findings.number('fifo.across-groups-share')} % were overtaken in a FIFO queue.`,
};
