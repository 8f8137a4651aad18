/** What a pipeline or a stage may be called. It becomes part of names in AWS, so it is short and plain. */
export const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** The same in words, for messages: "must be …". */
export const PLAIN_NAME_RULE = 'a name of 1 to 40 letters, digits, "-" or "_"';

/** What an ECS service may be called. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
export const SERVICE_NAME = /^[A-Za-z0-9_-]{1,255}$/;

/** The same in words, for messages: "must be …". */
export const SERVICE_NAME_RULE = 'a name in ECS: 1 to 255 letters, digits, "-" or "_" (no ARN)';
