/** A request as a resource of the admin API gets it. */
export interface AdminRequest {
  /** What follows the resource's own path, without the slash; empty for the resource itself. */
  readonly rest: string;
  /** The JSON that was sent; undefined where there was no body. */
  readonly body: unknown;
}

export interface AdminAnswer {
  readonly status: number;
  readonly body: object;
}

type Handle = (request: AdminRequest) => AdminAnswer | Promise<AdminAnswer>;

/**
 * One thing that the local cloud can be asked for and AWS cannot: served at `/_local/NAME` and below.
 * A method that throws is answered with 400 and the error's message.
 */
export interface AdminResource {
  /** What can be asked, for whoever asks for something else: `POST /_local/repositories {name}`. */
  readonly usage: string;
  readonly GET?: Handle;
  readonly POST?: Handle;
  readonly DELETE?: Handle;
}
