import avro from 'avsc';

/** A number with a meaning, left as the number that it is: the class is there for `columnsOf` to see. */
class Time extends avro.types.LogicalType {
  protected override _fromValue(value: number): number {
    return value;
  }

  protected override _toValue(value: number): number {
    return value;
  }

  /** A logical type changes nothing of what resolves with what: an int is a long, with a meaning or without. */
  protected override _resolve(writer: avro.Type): ((value: number) => number) | undefined {
    const written = writer instanceof avro.types.LogicalType ? writer.underlyingType : writer;
    try {
      this.underlyingType.createResolver(written);
      return (value) => value;
    } catch {
      return undefined;
    }
  }
}

/** Milliseconds since 1970, UTC. */
export class TimestampMillis extends Time {}

/** Days since 1970. */
export class DateDays extends Time {}
