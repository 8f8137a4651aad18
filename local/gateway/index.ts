export { type AnsweredCall, createGateway, Gateway, type SideRoute } from './gateway.ts';
