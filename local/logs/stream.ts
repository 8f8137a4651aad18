/** One log event. `sequence` orders the events of a stream by arrival and is what page tokens are made of. */
export interface StoredEvent {
  readonly sequence: number;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

/** The local cloud keeps this many events of a stream; older ones go, so that a chatty task cannot fill the memory. */
export const MAX_EVENTS_PER_STREAM = 10_000;

export class LogStream {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly events: StoredEvent[] = [];
  /** Of what was written since the last line end, and is not an event yet. */
  partial = '';
  storedBytes = 0;
  /** Of those events that are still there. */
  keptBytes = 0;
  #next = 0;

  constructor(name: string, arn: string, created: number) {
    this.name = name;
    this.arn = arn;
    this.created = created;
  }

  get lastIngestionTime(): number | undefined {
    return this.events.at(-1)?.ingestionTime;
  }

  append(timestamp: number, ingestionTime: number, message: string): void {
    const sequence = this.#next++;
    // Copied: a line that was cut out of a larger text would keep all of it.
    const text = Buffer.from(message).toString();
    this.events.push({ sequence, timestamp, ingestionTime, message: text });
    this.keptBytes += bytesOf(text);
    this.storedBytes += bytesOf(text);
    if (this.events.length > MAX_EVENTS_PER_STREAM) this.forgetOldest();
  }

  /** @returns its bytes */
  forgetOldest(): number {
    const oldest = this.events.shift();
    const bytes = oldest ? bytesOf(oldest.message) : 0;
    this.keptBytes -= bytes;
    return bytes;
  }

  idOf({ sequence, ingestionTime }: StoredEvent): string {
    return `${String(ingestionTime).padStart(20, '3')}${this.created}${String(sequence).padStart(23, '0')}`;
  }

  /** The sequence number that the next event will have. */
  get end(): number {
    return this.#next;
  }
}

/** 26 bytes are what CloudWatch Logs adds to each event (PutLogEvents, "batch size"). */
export const bytesOf = (message: string): number => Buffer.byteLength(message) + 26;
