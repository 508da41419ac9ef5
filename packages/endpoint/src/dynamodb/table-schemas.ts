import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { EngineClient } from './client.ts';

/** Keys, key types and indexes of tables, as long as a table is not changed. */
export class TableSchemas {
  readonly #client: EngineClient;
  readonly #known = new Map<string, Promise<TableDescription | undefined>>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Undefined for a table that cannot be described. */
  async get(table: string): Promise<TableDescription | undefined> {
    let found = this.#known.get(table);
    if (found === undefined) {
      const described = this.#describe(table);
      found = described;
      this.#known.set(table, described);
      described.catch(() => {
        if (this.#known.get(table) === described) this.#known.delete(table);
      });
    }
    return found.catch(() => undefined);
  }

  /** The table is created, changed or deleted. */
  forget(table: string): void {
    this.#known.delete(table);
  }

  async #describe(table: string): Promise<TableDescription | undefined> {
    return (await this.#client.send('DescribeTable', { TableName: table })).Table;
  }
}
