export { createGateway, Gateway } from './gateway.ts';
export type { SideRoute } from './http-server.ts';
