import type { EndpointContext } from '../core/context.ts';
import { CustomResourceAnswers } from './custom/answers.ts';
import type { CloudFormationEngine } from './engine.ts';
import { EventLog } from './stack/event-log.ts';
import { StackStore } from './stack/stack-store.ts';

export function createEngine(context: EndpointContext): CloudFormationEngine {
  return {
    context,
    stacks: new StackStore(context.state),
    events: new EventLog(context.state.collection('cloudformation/events')),
    changeSets: context.state.collection('cloudformation/change-sets'),
    running: new Map(),
    answers: new CustomResourceAnswers(context),
    closed: false,
  };
}
