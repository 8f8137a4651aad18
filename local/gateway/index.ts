export { createGateway, Gateway } from './gateway.ts';
export { HttpServer, type SideRoute } from './http-server.ts';
