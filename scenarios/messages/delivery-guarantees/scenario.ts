import type { Scenario } from '../../kit/scenario.ts';
import { deliveryFindings, notExercised } from './findings.ts';
import { runDeliveries } from './run-deliveries.ts';

/** The same messages and the same faults, for consumers that differ in when they acknowledge. */
export const deliveryGuarantees: Scenario = {
  id: 'delivery-guarantees',
  mode: 'messages',
  question:
    'Consumers crash, and messages arrive twice or late: which effects are lost, doubled or reordered?',
  releases: ['v1'],

  async run(context) {
    if (context.faults === undefined) return notExercised();
    return deliveryFindings(await runDeliveries(context));
  },

  takeaway: (findings) => {
    const { reason } = findings.get('faults.injected');
    if (reason !== undefined) return `Not exercised: ${reason}.`;
    const of = (semantics: string) =>
      `${findings.text(`${semantics}.lost`)} lost and ${findings.text(`${semantics}.doubled`)} doubled`;
    return (
      `Of ${findings.text('effectively-once.messages')} messages with ` +
      `${findings.text('effectively-once.faults')} faults, at most once left ${of('at-most-once')}, ` +
      `at least once ${of('at-least-once')}, effectively once ${of('effectively-once')}.`
    );
  },
};
