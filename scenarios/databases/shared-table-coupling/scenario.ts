import { invokeHttp } from '../../../driver/clients/invoke-http.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { whileStopped } from '../../../driver/faults/stopped-function.ts';
import { smallOrder } from '../../../driver/orders/small-order.ts';
import { profilesAt, profilesReleases } from '../../../driver/profiles/invoke-release.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { NAME, owner } from './owner.ts';
import { withoutTable } from './table-gone.ts';

const PROFILES = { quick: 10, full: 200 };
const CLIENTS = 8;

/**
 * A program that reads another service's table depends on its attributes without a contract. A service that validates
 * what it reads fails visibly; a program that takes what it finds continues with a missing value. A view is a contract
 * that the owner keeps. All of them depend on the table's availability.
 */
export const sharedTableCoupling: Scenario = {
  id: 'shared-table-coupling',
  mode: 'databases',
  question:
    'The owner of a shared table renames an attribute, or the table becomes unavailable: which readers fail, and which continue with wrong data?',

  async run(context) {
    return [...(await rename(context)), ...(await ownerStopped(context)), ...(await tableGone(context))];
  },

  takeaway: (findings) =>
    `After the rename ${findings.number('all-renamed.table-nameless')} of ${findings.get('all-renamed.table-nameless').of} ` +
    `direct reads of the table silently returned no name, reads through the service failed visibly, and ` +
    `${findings.number('all-renamed.view-nameless')} reads of the published view were affected.`,
};

async function rename(context: ScenarioContext): Promise<Finding[]> {
  const { progress, run, size } = context;
  const count = PROFILES[size];
  const users = Array.from({ length: count }, (_, index) => `${run}-rename-${index}`);
  const table = owner(context);
  const services = await profilesReleases(context, ['v1', 'v2']);
  const each = (work: (userId: string) => Promise<unknown>, some = users) =>
    concurrently(some, CLIENTS, work);
  const findings: Finding[] = [];

  /** Every reader reads every profile; `renamed` of them have the new attribute only. */
  const readAll = async (step: string, label: string, renamed: number) => {
    progress(label);
    const group = findingGroup(step, label);
    const profiles = (name: string, text: string, expected: number, observed: number) =>
      findings.push(group.equals(name, text, { expected, observed, unit: 'profiles', of: count }));
    for (const service of services) {
      const statuses = await each(async (userId) => (await service.read(userId)).status);
      const failed = statuses.filter((status) => status === 500).length;
      profiles(
        `${service.name}-failed`,
        `reads through profiles ${service.name} that fail with 500`,
        renamed,
        failed,
      );
    }
    const inTable = await each(table.nameInTable);
    const inView = await each(table.nameInView);
    const nameless = (names: unknown[]) => names.filter((name) => name !== NAME).length;
    profiles('table-nameless', 'direct table reads that silently return no name', renamed, nameless(inTable));
    profiles('view-nameless', 'reads of the published view that return no name', 0, nameless(inView));
  };

  await each(table.create);
  await readAll('before', 'Before the rename', 0);
  await each(table.addNewName);
  await readAll('both-names', 'Both names present (expand)', 0);
  const half = users.slice(0, count / 2);
  await each(table.removeOldName, half);
  await readAll('half-renamed', 'Half of the profiles renamed', half.length);
  await each(table.removeOldName, users.slice(half.length));
  await readAll('all-renamed', 'All profiles renamed (contract)', count);
  return findings;
}

/** The owning service takes no requests: programs that read the table directly, or own other items in it, continue. */
async function ownerStopped(context: ScenarioContext): Promise<Finding[]> {
  const { progress, run, shop, signal, system } = context;
  progress('profiles takes no requests');
  const group = findingGroup('owner-stopped', 'Owning service down');
  const userId = `${run}-stopped`;
  const table = owner(context);
  await table.create(userId);
  return whileStopped(context, system.services.profiles.functionName, async () => {
    const asked = await shop.send('profiles', 'GET', `/profiles/${userId}`, undefined, signal);
    const order = await shop.send('orders', 'POST', '/orders', smallOrder(`${run}-beside`), signal);
    return [
      group.equals('owner-answers', 'profiles answers', {
        expected: 'no',
        observed: asked.status < 500 ? 'yes' : 'no',
      }),
      group.equals('table-name', 'name read directly from the table', {
        expected: NAME,
        observed: String(await table.nameInTable(userId)),
      }),
      group.equals('order-status', 'POST /orders returns', { expected: 201, observed: order.status }),
    ];
  });
}

/** Every application that keeps items in the table fails with it. */
async function tableGone(context: ScenarioContext): Promise<Finding[]> {
  const { progress, run, shop, signal, system } = context;
  progress('the table is unavailable');
  const { orders, profiles } = system.services;
  const orderId = `${run}-gone`;
  const body = smallOrder(orderId);
  const answer = await withoutTable(context, orders.functionName, () =>
    invokeHttp(context, orders.functionName, '$LATEST', { method: 'POST', resource: '/orders', body }),
  );
  const read = await withoutTable(context, profiles.functionName, () =>
    profilesAt(context, 'latest', '$LATEST').read(`${run}-rename-0`),
  );
  const paid = await shop.send('payments', 'GET', `/payments/${orderId}`, undefined, signal);
  const group = findingGroup('table-gone', 'Shared table unavailable');
  const status = (name: string, label: string, expected: number, observed: number) =>
    group.equals(name, label, { expected, observed });
  const again = await shop.send('orders', 'POST', '/orders', body, signal);
  return [
    status('profile-status', 'GET /profiles/{userId} returns', 500, read.status),
    status('order-status', 'POST /orders returns', 500, answer.status),
    // Orders stores an order as pending before it charges, so without the table there is no charge.
    status('payment-status', 'GET /payments/{orderId} of that order returns', 404, paid.status),
    status('retried-order-status', 'POST /orders returns after the table is back', 201, again.status),
  ];
}
