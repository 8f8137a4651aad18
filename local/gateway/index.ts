export { createGateway, Gateway, type SideRoute } from './gateway.ts';
