import { invokeHttp } from '../../../driver/clients/invoke-http.ts';
import { concurrently } from '../../../driver/concurrently.ts';
import { whileStopped } from '../../../driver/faults/stopped-function.ts';
import { profilesAt, profilesReleases } from '../../../driver/profiles/invoke-release.ts';
import { equals, type Finding } from '../../kit/finding.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import { smallOrder } from '../transactions/order-items.ts';
import { NAME, owner } from './owner.ts';
import { withoutTable } from './table-gone.ts';

const PROFILES = { quick: 10, full: 200 };
const CLIENTS = 8;

/**
 * Whoever reads another's table depends on its attributes without a word between them. A service that checks what it
 * reads fails at once; a program that takes what it finds goes on with nothing, and nobody notices. A view is a
 * promise that the owner keeps. And all of them share the table's bad days.
 */
export const sharedTableCoupling: Scenario = {
  id: 'shared-table-coupling',
  mode: 'databases',
  question:
    'The owner of a shared table renames an attribute, or the table is gone: who breaks, who notices?',

  async run(context) {
    return [...(await rename(context)), ...(await ownerStopped(context)), ...(await tableGone(context))];
  },
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

  /** Everybody reads every profile; `renamed` have the new name only. */
  const look = async (step: string, renamed: number) => {
    progress(step);
    const profiles = (name: string, expected: number, observed: number) =>
      findings.push(equals({ name: `${step}: ${name}`, unit: 'profiles' }, expected, observed));
    for (const service of services) {
      const statuses = await each(async (userId) => (await service.read(userId)).status);
      const failed = statuses.filter((status) => status === 500).length;
      profiles(`profiles ${service.name} fails, and says so`, renamed, failed);
    }
    const inTable = await each(table.nameInTable);
    const inView = await each(table.nameInView);
    const nameless = (names: unknown[]) => names.filter((name) => name !== NAME).length;
    profiles('without a name to who reads the table, and nobody notices', renamed, nameless(inTable));
    profiles('without a name to who reads the view', 0, nameless(inView));
  };

  await each(table.create);
  await look('before', 0);
  await each(table.addNewName);
  await look('both names', 0);
  const half = users.slice(0, count / 2);
  await each(table.removeOldName, half);
  await look('half renamed', half.length);
  await each(table.removeOldName, users.slice(half.length));
  await look('all renamed', count);
  return findings;
}

/** The service that owns the rows answers nobody: who reads past it does not care, nor who has other rows there. */
async function ownerStopped(context: ScenarioContext): Promise<Finding[]> {
  const { progress, run, shop, signal, system } = context;
  progress('profiles take no requests');
  const userId = `${run}-stopped`;
  const table = owner(context);
  await table.create(userId);
  return whileStopped(context, system.services.profiles.functionName, async () => {
    const asked = await shop.send('profiles', 'GET', `/profiles/${userId}`, undefined, signal);
    const order = await shop.send('orders', 'POST', '/orders', smallOrder(`${run}-beside`), signal);
    return [
      equals({ name: 'owner stopped: it answers', unit: '' }, 'no', asked.status < 500 ? 'yes' : 'no'),
      equals(
        { name: 'owner stopped: who reads the table has the name', unit: '' },
        NAME,
        String(await table.nameInTable(userId)),
      ),
      equals({ name: 'owner stopped: an order is answered with', unit: 'status' }, 201, order.status),
    ];
  });
}

/** Every application that keeps rows in the table is down with it, whoever owns them. */
async function tableGone(context: ScenarioContext): Promise<Finding[]> {
  const { progress, run, shop, signal, system } = context;
  progress('the table is gone');
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
  const status = (name: string, expected: number, observed: number) =>
    equals({ name: `table gone: ${name}`, unit: 'status' }, expected, observed);
  const again = await shop.send('orders', 'POST', '/orders', body, signal);
  return [
    status('profiles answer a read with', 500, read.status),
    status('orders answer an order with', 500, answer.status),
    // Payments have a table of their own.
    status('the payment of that order is found with', 200, paid.status),
    status('the same order, when the table is back, is answered with', 201, again.status),
  ];
}
