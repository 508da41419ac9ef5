import type { AttributeDefinition } from '@aws-sdk/client-dynamodb';
import type { EngineClient } from './client.ts';

/** The types of the key attributes of tables and their indexes, as long as a table is not changed. */
export class TableDefinitions {
  readonly #client: EngineClient;
  readonly #known = new Map<string, Promise<readonly AttributeDefinition[]>>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Empty for a table that cannot be described. */
  async get(table: string): Promise<readonly AttributeDefinition[]> {
    let found = this.#known.get(table);
    if (found === undefined) {
      const described = this.#describe(table);
      found = described;
      this.#known.set(table, described);
      described.catch(() => {
        if (this.#known.get(table) === described) this.#known.delete(table);
      });
    }
    return found.catch(() => []);
  }

  /** The table is created, changed or deleted. */
  forget(table: string): void {
    this.#known.delete(table);
  }

  async #describe(table: string): Promise<readonly AttributeDefinition[]> {
    const { Table } = await this.#client.send('DescribeTable', { TableName: table });
    return Table?.AttributeDefinitions ?? [];
  }
}
