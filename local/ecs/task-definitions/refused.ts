import { AwsError } from '../../gateway/service.ts';

export const refused = (message: string) => new AwsError('ClientException', message);
