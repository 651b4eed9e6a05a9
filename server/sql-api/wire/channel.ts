import type { Socket } from "node:net";
import { Input } from "./input.ts";
import { Output } from "./output.ts";
import type { Turn } from "./turn.ts";

/** A socket, read and written by messages. */
export interface Channel {
  socket: Socket;
  input: Input;
  output: Output;
}

export const openChannel = (socket: Socket, turn: Turn): Channel => ({
  socket,
  input: new Input(socket),
  output: new Output(socket, turn),
});
