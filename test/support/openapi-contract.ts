import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import * as z from 'zod';

/** What this needs of a document; all else is left to the JSON Schemas in it. */
const reference = z.looseObject({ $ref: z.string() });
const media = z.looseObject({
  examples: z.record(z.string(), z.looseObject({ value: z.unknown() })).optional(),
});
const response = z.looseObject({
  headers: z.record(z.string(), z.unknown()).default({}),
  content: z.record(z.string(), media).default({}),
});
const operation = z.looseObject({ responses: z.record(z.string(), z.unknown()) });
const openApi = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });

export interface ReceivedResponse {
  status: number;
  headers: Headers;
  /** Parsed. */
  body: unknown;
}

/** An OpenAPI document that requests and responses are held to by ajv, which knows nothing of our own code. */
export class OpenApiContract {
  readonly document: z.infer<typeof openApi>;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(file: string) {
    this.document = openApi.parse(parse(readFileSync(file, 'utf8')));
    this.ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    this.ajv.addFormat('uri', (text) => URL.canParse(text));
    this.ajv.addFormat('uri-reference', (text) => URL.canParse(text, 'https://example.com/'));
    this.ajv.addSchema({ ...this.document, $id: 'contract' });
  }

  /** What is wrong with a value by a schema of the document; nothing when it is valid. */
  faults(pointer: string, value: unknown): string[] {
    const validate = this.ajv.getSchema(`contract#${pointer}`);
    if (validate === undefined) throw new Error(`the contract has no schema at ${pointer}`);
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message }: ErrorObject) => `${instancePath} ${message}`,
    );
  }

  /** What is wrong with a response by the contract: its status, media type, headers and body. */
  responseFaults(method: string, path: string, { status, headers, body }: ReceivedResponse): string[] {
    const at = `/paths/${escapePart(path)}/${method.toLowerCase()}/responses/${status}`;
    if (this.at(at) === undefined) return [`${method} ${path} answers no ${status} by the contract`];
    const [pointer, found] = this.resolve(at);
    const expected = response.parse(found);
    const mediaType = headers.get('content-type')?.split(';')[0] ?? '';
    if (!Object.hasOwn(expected.content, mediaType)) return [`${status} has no ${mediaType} by the contract`];
    return [
      ...this.headerFaults(pointer, expected.headers, headers),
      ...this.faults(`${pointer}/content/${escapePart(mediaType)}/schema`, body),
    ];
  }

  /** Every example of a request or response body, with where its schema is. */
  *examples(pointer = ''): Generator<{ at: string; schema: string; value: unknown }> {
    const value = this.at(pointer);
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      const inner = `${pointer}/${escapePart(name)}`;
      const { examples = {} } = media.safeParse(this.at(inner)).data ?? {};
      for (const [example, { value }] of Object.entries(examples)) {
        yield { at: `${inner}/examples/${example}`, schema: `${inner}/schema`, value };
      }
      if (name !== 'examples') yield* this.examples(inner);
    }
  }

  private headerFaults(pointer: string, expected: Record<string, unknown>, headers: Headers): string[] {
    return Object.keys(expected).flatMap((name) => {
      const [at, definition] = this.resolve(`${pointer}/headers/${escapePart(name)}`);
      const text = headers.get(name);
      const isRequired = z.looseObject({ required: z.literal(true) }).safeParse(definition).success;
      if (text === null) return isRequired ? [`the header ${name} is missing`] : [];
      const isNumber = z.looseObject({ schema: z.looseObject({ type: z.literal('integer') }) });
      const value = isNumber.safeParse(definition).success ? Number(text) : text;
      return this.faults(`${at}/schema`, value).map((fault) => `the header ${name} ${fault}`);
    });
  }

  private resolve(pointer: string): [pointer: string, value: unknown] {
    const value = this.at(pointer);
    const { $ref } = reference.safeParse(value).data ?? {};
    return $ref === undefined ? [pointer, value] : this.resolve($ref.slice(1));
  }

  private at(pointer: string): unknown {
    return pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (value, part) =>
          typeof value === 'object' && value !== null && Object.hasOwn(value, part)
            ? Reflect.get(value, part)
            : undefined,
        this.document,
      );
  }
}

/** RFC 6901. */
function escapePart(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
