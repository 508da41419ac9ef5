/** How deep arrays and objects of a request may be nested; no contract of ours needs more than four levels. */
const MAX_DEPTH = 64;

/** Cc: the C0 and C1 control characters and DEL, line breaks and tabs included. */
const CONTROL = /\p{Cc}/u;
/** Those that a document may not have either, as in XML 1.0: all but tab, line feed and carriage return. */
const CONTROL_IN_DOCUMENT = /[^\P{Cc}\t\n\r]/u;

/** The two code points of the basic plane that XML 1.0 has no way to write, besides controls and surrogates. */
const NOT_IN_XML = /[\ufffe\uffff]/;

/** Fields whose text is a document of its own, which has lines: the schema that a client registers. */
const DOCUMENTS: ReadonlySet<string> = new Set(['schema']);

interface Place {
  value: unknown;
  path: string;
  depth: number;
  document: boolean;
}

/**
 * What is wrong with the text in a JSON value, names included; undefined when nothing is.
 *
 * JSON can spell a lone surrogate (`"\ud800"`), which no UTF-8 can carry: DynamoDB refuses it, and Avro would store
 * bytes that no other reader takes. Control characters break keys, log lines and XML, and the noncharacters U+FFFE and
 * U+FFFF break XML, which the carrier speaks. All are refused at the edge, so that the fault of one client never becomes
 * the failure of a service further on.
 *
 * Walks without recursion: what is nested ten thousand deep must not overflow the stack.
 */
export function textFault(root: unknown): string | undefined {
  const open: Place[] = [{ value: root, path: '', depth: 0, document: false }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, path, depth, document } = place;
    if (typeof value === 'string') {
      const fault = faultOf(value, document);
      if (fault !== undefined) return path === '' ? fault : `${shortened(path)}: ${fault}`;
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth === MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`;
    const isList = Array.isArray(value);
    for (const [name, inner] of Object.entries(value)) {
      const fault = isList ? undefined : faultOf(name, false);
      // Without the name itself, which is what would break a log line.
      if (fault !== undefined) return `${path === '' ? '' : `${shortened(path)}: `}a name ${fault}`;
      const at = isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
      open.push({ value: inner, path: at, depth: depth + 1, document: DOCUMENTS.has(name) });
    }
  }
  return undefined;
}

function faultOf(text: string, document: boolean): string | undefined {
  if (!text.isWellFormed()) return 'must not have a lone surrogate';
  if (NOT_IN_XML.test(text)) return 'must not have the noncharacters U+FFFE and U+FFFF';
  const control = document ? CONTROL_IN_DOCUMENT : CONTROL;
  return control.test(text) ? 'must not have control characters' : undefined;
}

/** Names come from the client, and a message that quotes them must not grow with them. */
function shortened(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
