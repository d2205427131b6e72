import { describe, expect, it } from 'vitest';
import { databaseUrl, EnvError, port, publicUrl, readEnv, redisUrl, secretKey } from './env.ts';

const shape = {
  PORT: port(4000),
  URL: publicUrl.default('http://localhost:4000'),
  DB: databaseUrl.optional(),
  KEY: secretKey.optional(),
  REDIS: redisUrl,
};

describe('reading settings', () => {
  it('takes defaults for what is unset or empty', () => {
    expect(readEnv(shape, { PORT: '', DB: '' })).toEqual({ PORT: 4000, URL: 'http://localhost:4000' });
  });

  it.each([
    ['PORT', 'eighty', /port number/],
    ['PORT', '70000', /port number/],
    ['URL', 'example.com', /not a URL/],
    ['URL', 'http://mcp.example.com', /must be https/],
    ['URL', 'https://mcp.example.com/base', /origin only/],
    ['URL', 'https://ada@mcp.example.com', /origin only/],
    ['DB', 'mysql://localhost/x', /PostgreSQL/],
    ['DB', 'postgres://', /PostgreSQL/],
    ['DB', 'postgres:///countersign', /PostgreSQL/],
    ['REDIS', 'http://localhost:6379', /Redis/],
    ['REDIS', 'redis://', /Redis/],
    ['REDIS', 'rediss:///0', /Redis/],
    ['KEY', 'password', /openssl rand/],
  ])('refuses %s=%s in one line that names the variable and the cure', (name, value, cure) => {
    const reading = () => readEnv(shape, { [name]: value });
    expect(reading).toThrow(EnvError);
    expect(reading).toThrow(cure);
    expect(reading).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  });
});
