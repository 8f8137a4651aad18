import type { AddListenerCertificatesInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkKnown } from '../../cloudformation/known-properties.ts';
import type { Properties, ResourceProvider } from '../../cloudformation/provider.ts';
import type { Context } from '../context.ts';
import { addListenerCertificates } from '../operations/add-listener-certificates.ts';
import { removeListenerCertificates } from '../operations/remove-listener-certificates.ts';
import { asInput, stackCall } from './as-input.ts';

const known = ['ListenerArn', 'Certificates'];

/** Certificates beside the default one of a listener. */
export function listenerCertificateResource(context: Context): ResourceProvider {
  const inputOf = (properties: Properties) => {
    checkKnown('AWS::ElasticLoadBalancingV2::ListenerCertificate', properties, known);
    return asInput<AddListenerCertificatesInput>(properties);
  };
  const add = (input: AddListenerCertificatesInput) =>
    addListenerCertificates(context)(input, stackCall('AddListenerCertificates'));
  const remove = (input: AddListenerCertificatesInput) =>
    removeListenerCertificates(context)(input, stackCall('RemoveListenerCertificates'));
  return {
    replaceOn: ['ListenerArn'],
    async create({ properties, generatedName }) {
      await add(inputOf(properties));
      return { id: generatedName, attributes: {} };
    },
    async update({ properties, previous, resource }) {
      const input = inputOf(properties);
      const kept = (input.Certificates ?? []).map(({ CertificateArn }) => CertificateArn);
      await add(input);
      const before = inputOf(previous);
      const gone = before.Certificates?.filter(({ CertificateArn }) => !kept.includes(CertificateArn));
      await remove({ ...before, Certificates: gone });
      return { id: resource.id, attributes: resource.attributes };
    },
    async delete({ properties }) {
      const input = inputOf(properties);
      // They go with their listener.
      if (context.registry.listeners.has(input.ListenerArn ?? '')) await remove(input);
    },
  };
}
