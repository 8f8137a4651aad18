/** Properties of a resource after the intrinsic functions have been resolved. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource as CloudFormation keeps it. */
export interface Resource {
  /** What `Ref` gives. */
  readonly id: string;
  /** What `Fn::GetAtt` gives, by attribute name (dotted names as one key, for example `Endpoint.Address`). */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface CreateRequest {
  readonly stackName: string;
  readonly logicalId: string;
  readonly properties: Properties;
  /** A name as CloudFormation makes one where the template gives none: `STACK-LOGICALID-RANDOM`. */
  readonly generatedName: string;
  /** Credentials of whoever deploys the stack are not needed: providers call the service's own code. */
}

export interface UpdateRequest extends CreateRequest {
  readonly resource: Resource;
  readonly previous: Properties;
}

export interface DeleteRequest {
  readonly stackName: string;
  readonly logicalId: string;
  readonly resource: Resource;
  readonly properties: Properties;
}

/** How CloudFormation makes one type of resource. What it throws fails the stack operation, with that message. */
export interface ResourceProvider {
  /** Properties whose change needs a new resource ("Update requires: Replacement" in AWS's reference). */
  readonly replaceOn: readonly string[];
  create(request: CreateRequest): Promise<Resource> | Resource;
  update(request: UpdateRequest): Promise<Resource> | Resource;
  delete(request: DeleteRequest): Promise<void> | void;
}

/** Providers by resource type, for example `AWS::ECS::Service`. */
export type ResourceProviders = Readonly<Record<string, ResourceProvider>>;

/**
 * Thrown by `create` when the resource is there but is not as asked, for example a service that never gets steady:
 * the stack fails with its message, and the rollback deletes the resource.
 */
export class CreatedButFailed extends Error {
  readonly resource: Resource;

  constructor(resource: Resource, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CreatedButFailed';
    this.resource = resource;
  }
}
