import type { ContributorInsightsMode, TableDescription } from '@aws-sdk/client-dynamodb';
import type { EndpointContext } from '../core/context.ts';
import type { Collection, StateStore } from '../core/state.ts';
import { type EngineClient, engineClient } from './client.ts';
import { type Engine, startEngine } from './engine.ts';
import { Streams } from './streams.ts';
import { TableSchemas } from './table-schemas.ts';
import { type Sweeper, startSweeper } from './time-to-live.ts';

/** Settings of a table that the engine does not keep. */
export interface TableSettings {
  /** Set while point-in-time recovery is on. */
  recoverableSince?: Date;
  recoveryDays?: number;
  /** Set once contributor insights were switched on or off. */
  contributorInsights?: { enabled: boolean; mode: ContributorInsightsMode; changed: Date };
}

export interface ResourcePolicy {
  policy: string;
  revision: string;
}

/** DynamoDB and its Streams: the engine, and what we add to it. */
export interface DynamoDb {
  readonly context: EndpointContext;
  readonly engine: Engine;
  readonly client: EngineClient;
  readonly schemas: TableSchemas;
  readonly streams: Streams;
  readonly sweeper: Sweeper;
  /** By table name. */
  readonly settings: Collection<TableSettings>;
  /** By ARN of a table or stream. */
  readonly policies: Collection<ResourcePolicy>;
  /** A table as the engine describes it, with its stream as we keep it. */
  describe(table: TableDescription): TableDescription;
  close(): Promise<void>;
}

/** By the endpoint's state, which its services share; each service has a context of its own. */
const instances = new WeakMap<StateStore, Promise<DynamoDb>>();

/** The one instance of an endpoint: the services `dynamodb` and `streams.dynamodb` share it. */
export function dynamoDbOf(context: EndpointContext): Promise<DynamoDb> {
  let found = instances.get(context.state);
  if (found === undefined) {
    found = start(context);
    instances.set(context.state, found);
  }
  return found;
}

async function start(context: EndpointContext): Promise<DynamoDb> {
  const engine = await startEngine(context);
  const client = engineClient(engine.post, context);
  const streams = new Streams(context, engine.databasePath);
  const sweeper = startSweeper(context, client, streams);
  return {
    context,
    engine,
    client,
    schemas: new TableSchemas(client),
    streams,
    sweeper,
    settings: context.state.collection('dynamodb/settings'),
    policies: context.state.collection('dynamodb/policies'),
    describe(table) {
      // The engine writes both images for every stream and labels streams in its own way; both stay with us.
      const { StreamSpecification: _view, LatestStreamArn: _arn, LatestStreamLabel: _label, ...rest } = table;
      const stream = streams.current(table.TableName ?? '');
      if (stream === undefined) return rest;
      return {
        ...rest,
        StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
        LatestStreamArn: stream.arn,
        LatestStreamLabel: stream.label,
      };
    },
    async close() {
      sweeper.close();
      await streams.close();
      engine.close();
    },
  };
}
