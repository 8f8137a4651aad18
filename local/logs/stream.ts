/** One log event. `sequence` orders the events of a stream by arrival and is what page tokens are made of. */
export interface StoredEvent {
  readonly sequence: number;
  readonly id: string;
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
    const id = `${String(ingestionTime).padStart(20, '3')}${this.created}${String(sequence).padStart(23, '0')}`;
    this.events.push({ sequence, id, timestamp, ingestionTime, message });
    // 26 bytes are what CloudWatch Logs adds to each event (PutLogEvents, "batch size").
    this.storedBytes += Buffer.byteLength(message) + 26;
    if (this.events.length > MAX_EVENTS_PER_STREAM) this.events.shift();
  }

  /** The sequence number that the next event will have. */
  get end(): number {
    return this.#next;
  }
}
