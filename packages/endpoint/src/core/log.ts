export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line an event, with fields; no payload and no secret belongs in either. */
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

const ORDER: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** Plain lines on a stream: `warn message key=value`. */
export function lineLog(write: (line: string) => void, threshold: LogLevel): Log {
  return (level, message, fields = {}) => {
    if (ORDER[level] < ORDER[threshold]) return;
    const details = Object.entries(fields).map(([key, value]) => ` ${key}=${describe(value)}`);
    write(`${level} ${message}${details.join('')}\n`);
  };
}

function describe(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.stack ?? value.message);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
}
