import { Alert } from '@mantine/core';
import type { Reach } from './reach.ts';

interface ReachNoticeProps {
  readonly reach: Reach;
  readonly client: string;
  readonly url: string;
}

/** Says plainly when an address cannot be reached from where the client runs. */
export function ReachNotice({ reach, client, url }: ReachNoticeProps) {
  const { origin } = new URL(url);
  if (reach === 'not_this_client') {
    return (
      <Alert color="orange" title={`${client} cannot reach this address`}>
        It calls from its maker’s servers, and {origin} exists on this machine only. It needs a public https address:
        whoever runs this service sets MCP_URL, AUTH_URL and CONSOLE_URL to some.
      </Alert>
    );
  }
  if (reach === 'this_machine') {
    return (
      <Alert color="teal" title="This address works on one machine only">
        {origin} is the machine that Countersign runs on. The assistant has to run there too.
      </Alert>
    );
  }
  return null;
}
