// Janus as a process: started with a configuration of its own, spoken to over its WebSocket. Used as the peer that is measured, and as the
// ends of both: what feeds a stream in by WebRTC, and the browsers' stand-ins that receive it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Jsep = { type: 'offer' | 'answer'; sdp: string };
type Message = {
  janus: string;
  transaction?: string;
  data?: { id: number };
  plugindata?: { data: Record<string, unknown> };
  jsep?: Jsep;
  error?: { reason: string };
  info?: Info;
  sender?: number;
};

export type Answer = { data: Record<string, unknown>; jsep?: Jsep };
/** One handle on a plugin: at most one WebRTC connection. */
export type Handle = {
  ask(body: object, jsep?: Jsep): Promise<Answer>;
  /** What it is told without having asked, next. */
  heard(): Promise<Answer>;
  /** What its connection is and has carried. */
  info(): Promise<Info>;
  detach(): Promise<unknown>;
};
export type Info = { webrtc?: { dtls?: Record<string, unknown>; media?: Record<string, { stats: { in: { packets: number } } }> } };
export type Janus = { pid: number; attach(plugin: 'streaming' | 'videoroom' | 'videocall'): Promise<Handle>; close(): Promise<void> };

/** `port` is for requests, the next one for questions about connections. `feeds`: UDP ports of this machine, each the source of a stream whose id is its place, from 1. */
export type JanusSettings = { folder: string; port: number; address: string; feeds?: number[]; rtpPorts: string };

const configure = ({ folder, port, address, feeds = [], rtpPorts }: JanusSettings): void => {
  mkdirSync(folder, { recursive: true });
  const lib = '/usr/lib/x86_64-linux-gnu/janus';
  const files = (names: string[]) => names.map((name) => `libjanus_${name}.so`).join(',');
  const write = (name: string, text: string) => writeFileSync(join(folder, `${name}.jcfg`), text);
  const plugins = files(['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'textroom', 'voicemail']);
  write(
    'janus',
    `general: { configs_folder = "${folder}" plugins_folder = "${lib}/plugins" transports_folder = "${lib}/transports"
       events_folder = "${folder}" loggers_folder = "${folder}" admin_secret = "bench" debug_level = 2 session_timeout = 0 }
     media: { rtp_port_range = "${rtpPorts}" }
     nat: { ice_enforce_list = "${address}" ice_keepalive_conncheck = true ipv6 = false }
     plugins: { disable = "${plugins}" }
     transports: { disable = "${files(['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'])}" }\n`,
  );
  write(
    'janus.transport.websockets',
    `general: { ws = true ws_port = ${port} ws_ip = "127.0.0.1" wss = false }
     admin: { admin_ws = true admin_ws_port = ${port + 1} admin_ws_ip = "127.0.0.1" }\n`,
  );
  write('janus.plugin.videoroom', '');
  write(
    'janus.plugin.streaming',
    feeds
      .map(
        (udp, index) => `feed-${index + 1}: { type = "rtp" id = ${index + 1} media = (
          { type = "video" mid = "v" label = "v" port = ${udp} iface = "127.0.0.1" pt = 96 codec = "vp8" } ) }\n`,
      )
      .join(''),
  );
};

const connect = async (url: string, protocol: string, child: ChildProcess): Promise<WebSocket> => {
  const end = Date.now() + 10_000;
  while (Date.now() < end && child.exitCode === null) {
    const socket = new WebSocket(url, protocol);
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => resolve(true));
      socket.addEventListener('error', () => resolve(false));
    });
    if (isOpen) return socket;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('janus did not start');
};

/** Requests on one socket, each with its answer. */
const createTalk = (socket: WebSocket) => {
  const waiting = new Map<string, (message: Message) => void>();
  const listening = new Map<number, (message: Message) => void>();
  let count = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    // An `ack` only says that the answer will follow.
    if (message.janus === 'ack') return;
    if (message.transaction === undefined) {
      if (message.janus === 'event') listening.get(message.sender ?? 0)?.(message);
      return;
    }
    waiting.get(message.transaction)?.(message);
    waiting.delete(message.transaction);
  });
  return {
    send: (message: object): Promise<Message> =>
      new Promise((resolve, reject) => {
        const transaction = String((count += 1));
        waiting.set(transaction, (answer) => {
          const problem = answer.error?.reason ?? answer.plugindata?.data['error'];
          if (problem === undefined) resolve(answer);
          else reject(new Error(`janus: ${JSON.stringify(problem)}`));
        });
        socket.send(JSON.stringify({ ...message, transaction }));
      }),
    heard: (sender: number): Promise<Message> => new Promise((resolve) => listening.set(sender, resolve)),
  };
};

const answerOf = ({ plugindata, jsep }: Message): Answer => ({ data: plugindata?.data ?? {}, ...(jsep ? { jsep } : {}) });

export const startJanus = async (settings: JanusSettings): Promise<Janus> => {
  configure(settings);
  const child = spawn('janus', ['-F', settings.folder], { stdio: 'ignore' });
  const url = (port: number) => `ws://127.0.0.1:${port}`;
  const sockets = [
    await connect(url(settings.port), 'janus-protocol', child),
    await connect(url(settings.port + 1), 'janus-admin-protocol', child),
  ] as const;
  const [talk, admin] = [createTalk(sockets[0]), createTalk(sockets[1])];
  const session_id = (await talk.send({ janus: 'create' })).data!.id;
  return {
    pid: child.pid!,
    async attach(plugin) {
      const handle_id = (await talk.send({ janus: 'attach', plugin: `janus.plugin.${plugin}`, session_id })).data!.id;
      return {
        ask: async (body, jsep) => answerOf(await talk.send({ janus: 'message', session_id, handle_id, body, ...(jsep ? { jsep } : {}) })),
        heard: async () => answerOf(await talk.heard(handle_id)),
        detach: () => talk.send({ janus: 'detach', session_id, handle_id }),
        info: async () => (await admin.send({ janus: 'handle_info', session_id, handle_id, admin_secret: 'bench' })).info ?? {},
      };
    },
    async close() {
      for (const socket of sockets) socket.close();
      const isOver = once(child, 'exit');
      child.kill('SIGKILL');
      await isOver;
    },
  };
};
