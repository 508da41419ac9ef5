import { expect, test } from 'vitest';
import type { Stack, StackResource } from '../../../src/cloudformation/stack/stack.ts';
import { StackStore } from '../../../src/cloudformation/stack/stack-store.ts';
import { memoryState } from '../../../src/core/state.ts';

const resource = (logicalId: string, status: StackResource['status'] = 'CREATE_COMPLETE'): StackResource => ({
  logicalId,
  type: 'AWS::SQS::Queue',
  physicalId: `queue-${logicalId}`,
  status,
  timestamp: new Date(0),
  properties: {},
  attributes: {},
  deletionPolicy: 'Delete',
  updateReplacePolicy: 'Delete',
  dependsOn: [],
});

const stack = (resources: StackResource[]): Stack => ({
  id: 'arn:aws:cloudformation:us-east-1:000000000000:stack/one/1',
  name: 'one',
  status: 'CREATE_IN_PROGRESS',
  created: new Date(0),
  disableRollback: false,
  terminationProtection: false,
  notificationArns: [],
  cleanup: [],
  templateBody: '{}',
  description: undefined,
  parameters: {},
  capabilities: [],
  tags: [],
  resources: Object.fromEntries(resources.map((one) => [one.logicalId, one])),
  outputs: [],
  imports: [],
});

/** A state that counts what is set, by collection. */
function countingState() {
  const state = memoryState();
  const written: string[] = [];
  return {
    written,
    ...state,
    collection<V>(name: string) {
      const collection = state.collection<V>(name);
      const set = collection.set.bind(collection);
      return Object.assign(collection, {
        set(key: string, value: V) {
          written.push(name);
          set(key, value);
        },
      });
    },
  };
}

test('a stack is read back as it was saved, with what was added, changed and taken out', () => {
  const state = memoryState();
  const saved = stack([resource('A'), resource('B'), resource('constructor')]);
  const store = new StackStore(state);
  store.save(saved);
  saved.before = { ...saved, resources: { ...saved.resources } };
  saved.resources['A'] = resource('A', 'UPDATE_COMPLETE');
  delete saved.resources['B'];
  saved.resources['C'] = resource('C');
  store.save(saved);
  expect(new StackStore(state).get(saved.id)).toEqual(saved);
  saved.before = undefined;
  store.save(saved);
  expect(new StackStore(state).get(saved.id)).toEqual(saved);
});

test('one resource that changes is the one that is written', () => {
  const state = countingState();
  const store = new StackStore(state);
  const saved = stack(Array.from({ length: 500 }, (_, index) => resource(`R${index}`)));
  store.save(saved);
  state.written.length = 0;
  saved.resources['R7'] = resource('R7', 'UPDATE_COMPLETE');
  store.save(saved);
  expect(state.written.sort()).toEqual(['cloudformation/resources', 'cloudformation/stacks']);
});

test('a stack that a release before kept whole is read, and kept apart from then on', () => {
  const state = memoryState();
  const whole = stack([resource('A')]);
  state.collection<Stack>('cloudformation/stacks').set(whole.id, whole);
  const store = new StackStore(state);
  const read = store.get(whole.id);
  expect(read).toEqual(whole);
  if (read === undefined) throw new Error('the stack is not there');
  store.save(read);
  expect(state.collection('cloudformation/resources').size).toBe(1);
  expect(new StackStore(state).get(whole.id)).toEqual(whole);
});
