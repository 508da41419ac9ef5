import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import type { ChangeSet } from './change-set/change-set.ts';
import type { CustomResourceAnswers } from './custom/answers.ts';
import type { EventLog } from './stack/event-log.ts';
import type { StackStore } from './stack/stack-store.ts';

export interface CloudFormationEngine {
  readonly context: EndpointContext;
  /** Stacks by id; deleted ones stay, as AWS keeps them for 90 days. */
  readonly stacks: StackStore;
  readonly events: EventLog;
  /** Change sets by id. */
  readonly changeSets: Collection<ChangeSet>;
  /** Operations under way, by stack id; each settles when the stack is at rest. */
  readonly running: Map<string, Promise<void>>;
  /** Where custom resources answer. */
  readonly answers: CustomResourceAnswers;
  /** Set when the endpoint stops: nothing is begun and nothing is saved any more. */
  closed: boolean;
}
