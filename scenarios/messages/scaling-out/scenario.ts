import { processBacklog } from '../../../driver/ordering/process-backlog.ts';
import { warmUpConsumers } from '../../../driver/ordering/warm-up.ts';
import type { Scenario } from '../../kit/scenario.ts';
import { cellId, cellsOf, MAX_CONSUMERS, messagesOf } from './cells.ts';
import { cellFindings, type Measured, summaryFindings } from './findings.ts';

/**
 * A backlog is processed by one to eight consumers at a time, from a standard and a FIFO queue, with few and with many
 * message groups.
 */
export const scalingOut: Scenario = {
  id: 'scaling-out',
  mode: 'messages',
  question: 'How do throughput and order change with more consumers, for few and for many message groups?',

  async run(context) {
    context.progress('starting consumers');
    await warmUpConsumers(context, 'scaling-out', MAX_CONSUMERS);
    const all: Measured[] = [];
    for (const cell of cellsOf(context.size)) {
      context.progress(cellId(cell));
      const messages = messagesOf(cell, context.size);
      const log = `${context.run}-${cellId(cell)}`;
      const effects = await processBacklog(context, { ...cell, log, messages });
      all.push({ cell, sent: messages.length, effects });
    }
    return [...all.flatMap(cellFindings), ...summaryFindings(all)];
  },

  takeaway: (findings) =>
    `Eight consumers instead of one process ${findings.get('scaling.standard-speed-up').observed ?? '?'} times as much ` +
    `from a standard queue and ${findings.get('scaling.fifo-speed-up').observed ?? '?'} times as much from a FIFO queue ` +
    `with many groups; the maximum number of messages of one group processed at the same time was ` +
    `${findings.number('scaling.one-group-peak')}. In FIFO queues ${findings.number('scaling.fifo-overtaken')} messages ` +
    'were overtaken within their group.',
};
