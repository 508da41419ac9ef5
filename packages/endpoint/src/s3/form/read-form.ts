import { s3Error } from '../errors.ts';
import { ByteCursor } from './byte-cursor.ts';

/** Everything before the file. */
const MAX_BYTES_BEFORE_FILE = 20 * 1024;
/** RFC 2046, 5.1.1. */
const MAX_BOUNDARY_LENGTH = 70;
const LINE_END = Buffer.from('\r\n');

/** A form that a browser posts, read up to its file. What comes after the file is passed over. */
export class Form {
  /** By their names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: FormFile;

  constructor(fields: ReadonlyMap<string, string>, file: FormFile) {
    this.fields = fields;
    this.file = file;
  }
}

export interface FormFile {
  /** As the browser names it, without folders; undefined where the field is plain text. */
  readonly filename: string | undefined;
  /** To be read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The boundary that a Content-Type of `multipart/form-data` names. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]*)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  return boundary && boundary.length <= MAX_BOUNDARY_LENGTH ? boundary : undefined;
}

/** Reads `multipart/form-data` (RFC 7578) up to the content of the field `file`. */
export async function readForm(source: AsyncIterable<Uint8Array>, boundary: string): Promise<Form> {
  const cursor = new ByteCursor(source, LINE_END);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields = new Map<string, string>();
  let left = MAX_BYTES_BEFORE_FILE;

  const take = async (mark: Buffer): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of cursor.until(mark, malformed)) {
      left -= piece.length;
      if (left < 0) throw s3Error.tooMuchBeforeFile();
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  };

  // What stands before the first part means nothing.
  await take(delimiter);
  for (;;) {
    if ((await cursor.peek(2)).toString('latin1') === '--') throw s3Error.missingFile();
    await take(LINE_END);
    const headers: string[] = [];
    for (let line = await take(LINE_END); line !== ''; line = await take(LINE_END)) headers.push(line);
    const { name, filename } = readDisposition(headers);
    if (name === 'file') return new Form(fields, { filename, bytes: fileBytes(cursor, delimiter) });
    fields.set(name, await take(delimiter));
  }
}

async function* fileBytes(cursor: ByteCursor, delimiter: Buffer): AsyncGenerator<Uint8Array> {
  yield* cursor.until(delimiter, malformed);
  await cursor.skipRest();
}

function readDisposition(headers: readonly string[]): { name: string; filename: string | undefined } {
  const line = headers.find((each) => /^content-disposition:/i.test(each));
  const name = line && parameter(line, 'name');
  if (line === undefined || name === undefined) throw malformed();
  // Some browsers send the whole path.
  return { name: name.toLowerCase(), filename: parameter(line, 'filename')?.replace(/^.*[\\/]/s, '') };
}

/** A parameter's value, in which a quote may be escaped. */
function parameter(line: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(line);
  return found?.[1]?.replace(/\\(["\\])/g, '$1') ?? found?.[2];
}

function malformed() {
  return s3Error.malformedPost();
}
