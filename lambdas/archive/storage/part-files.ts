import type { S3Client } from '@aws-sdk/client-s3';
import type { AvroSchema } from '../../shared/avro/schema.ts';
import type { ArchivedFile, Key, Plan } from '../contract.ts';
import { FORMATS, type Format, openFormat } from '../formats/formats.ts';
import type { RowWriter } from '../formats/row-writer.ts';
import { MultipartUpload } from './multipart-upload.ts';

/** Rows as they were stored, in bytes, that columnar writers may hold before they write a group: ten times in memory. */
const GROUP_BYTES = 8 * 1024 * 1024;

const CONTENT_TYPE: Record<Format | 'rejected', string> = {
  avro: 'application/vnd.apache.avro+binary',
  parquet: 'application/vnd.apache.parquet',
  orc: 'application/vnd.apache.orc',
  rejected: 'application/jsonl',
};

export interface PartFilesOptions {
  s3: S3Client;
  bucket: string;
  plan: Plan;
  schema: AvroSchema;
  /** What the names of the files begin with, such as `segment-0003-part-0000`. */
  name: string;
}

interface OpenFile {
  name: string;
  format: Format | 'rejected';
  writer: RowWriter;
  upload: MultipartUpload;
}

/** The files of one part, side by side. None comes into being before it has a row. */
export class PartFiles {
  readonly #options: PartFilesOptions;
  #formats: OpenFile[] = [];
  #rejected: OpenFile | undefined;
  #bytesInGroup = 0;

  constructor(options: PartFilesOptions) {
    this.#options = options;
  }

  /** `bytes`: how long the row was where it was stored. @throws RowError, with the row in no file */
  async write(value: object, bytes: number): Promise<void> {
    if (this.#formats.length === 0) await this.#openFormats();
    for (const { writer } of this.#formats) writer.write(value);
    this.#bytesInGroup += bytes;
    if (this.#bytesInGroup < GROUP_BYTES) return;
    for (const { writer } of this.#formats) writer.flush();
    this.#bytesInGroup = 0;
    await this.ready();
  }

  /** A line of the side file: where the row is and what is wrong with it, and nothing of what it says. */
  async reject(key: Key, fingerprint: string | undefined, reason: string): Promise<void> {
    this.#rejected ??= await this.#open('rejected', (sink) => new JsonLines(sink));
    this.#rejected.writer.write({ ...key, fingerprint: fingerprint ?? null, reason });
  }

  /** Resolves when there is room for more. */
  async ready(): Promise<void> {
    for (const { upload } of this.#all()) await upload.ready();
  }

  async finish(): Promise<ArchivedFile[]> {
    const finished: ArchivedFile[] = [];
    for (const { name, format, writer, upload } of this.#all()) {
      writer.close();
      finished.push({ name, format, rows: writer.rows, ...(await upload.finish()) });
    }
    return finished;
  }

  async abort(): Promise<void> {
    await Promise.all(this.#all().map(({ upload }) => upload.abort()));
  }

  #all(): OpenFile[] {
    return this.#rejected === undefined ? this.#formats : [...this.#formats, this.#rejected];
  }

  async #openFormats(): Promise<void> {
    const { plan, schema } = this.#options;
    const metadata = { 'dataflow.subject': plan.subject, 'dataflow.version': String(plan.version) };
    for (const format of FORMATS.filter((each) => plan.formats.includes(each))) {
      this.#formats.push(await this.#open(format, (sink) => openFormat(format, { schema, metadata, sink })));
    }
  }

  async #open(
    format: OpenFile['format'],
    openWriter: (sink: MultipartUpload['sink']) => RowWriter,
  ): Promise<OpenFile> {
    const { s3, bucket, plan } = this.#options;
    const name = `${this.#options.name}.${format === 'rejected' ? 'rejected.jsonl' : format}`;
    const object = { Bucket: bucket, Key: plan.prefix + name };
    const upload = await MultipartUpload.begin(s3, object, CONTENT_TYPE[format]);
    return { name, format, writer: openWriter(upload.sink), upload };
  }
}

class JsonLines implements RowWriter {
  readonly #sink: MultipartUpload['sink'];
  rows = 0;

  constructor(sink: MultipartUpload['sink']) {
    this.#sink = sink;
  }

  write(row: object): void {
    this.#sink(Buffer.from(`${JSON.stringify(row)}\n`));
    this.rows += 1;
  }

  flush(): void {}

  close(): void {}
}
