import { Readable } from 'node:stream';
import { SEVERITIES } from '@countersign/contracts/audit-event';
import {
  ACTIVITY_EXPORT_FORMATS,
  ACTIVITY_KINDS,
  type ActivityPage,
  type CallsPerDayView,
} from '@countersign/contracts/console-connections';
import { AppError } from '@countersign/contracts/errors';
import { withQueries } from '@countersign/db/connections/transaction';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ConsoleDeps } from '../../console-deps.ts';
import { ownConnection } from '../connections/own-connection.ts';
import { sessionOf } from '../session/require-person.ts';
import { activityExport } from './activity-export.ts';
import { activityPage } from './activity-page.ts';
import { callsPerDay } from './calls-per-day.ts';

const PAGE = 50;
const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

const filter = { kind: z.enum(ACTIVITY_KINDS).optional(), severity: z.enum(SEVERITIES).optional() };
const PageQuery = z.object({ ...filter, cursor: z.string().max(1024).optional() });
const ExportQuery = z.object({ ...filter, format: z.enum(ACTIVITY_EXPORT_FORMATS) });
const DaysQuery = z.object({
  timeZone: z
    .string()
    .max(64)
    .regex(/^[A-Za-z]/)
    .refine(isTimeZone)
    .default('UTC'),
});

type OfConnection = FastifyRequest<{ Params: { id: string } }>;

/**
 * What a connection did, for its owner and nobody else: an admin of its organization gets the answer of a stranger here, and sees the
 * writes alone among the organization's connections.
 */
export async function activityRoutes(app: FastifyInstance, { pool, clock }: ConsoleDeps): Promise<void> {
  /** Whose connection it is comes before what is asked of it. */
  async function ownQuery<T extends z.ZodType>(request: OfConnection, schema: T) {
    const { person } = sessionOf(request);
    const { id } = await withQueries(pool, (db) => ownConnection(db, person.id, request.params.id));
    const query = schema.safeParse(request.query);
    if (query.success) return { of: { connectionId: id }, viewerId: person.id, query: query.data };
    throw new AppError('invalid_input', 'This filter does not exist. Open the activity again from your connections.');
  }

  app.get('/connections/:id/activity', async (request: OfConnection): Promise<ActivityPage> => {
    const { query, ...whose } = await ownQuery(request, PageQuery);
    return withQueries(pool, (db) => activityPage(db, { ...query, ...whose, limit: PAGE }));
  });

  app.get('/connections/:id/activity/calls-per-day', async (request: OfConnection): Promise<CallsPerDayView> => {
    const { query, of } = await ownQuery(request, DaysQuery);
    return withQueries(pool, (db) => callsPerDay(db, of.connectionId, query.timeZone, clock()));
  });

  app.get('/connections/:id/activity/export', async (request: OfConnection, reply) => {
    const { query, ...whose } = await ownQuery(request, ExportQuery);
    const { format, ...filter } = query;
    return reply
      .type(CONTENT_TYPES[format])
      .header('content-disposition', `attachment; filename="activity-${whose.of.connectionId}.${format}"`)
      .send(Readable.from(activityExport(pool, { ...filter, ...whose }, format)));
  });
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
