import '@mantine/core/styles.css';
import './ground.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { retryWhenItMayHelp } from './api/api-request.ts';
import { App } from './app.tsx';
import { cspNonce } from './csp-nonce.ts';
import { paperColors, theme } from './theme.ts';

// Without a network the library would wait, and send a change later, when nobody thinks of it any more; this fails at once and says so.
const networkMode = 'always';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode, refetchOnReconnect: true, retry: retryWhenItMayHelp, staleTime: 2_000 },
    mutations: { networkMode },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={paperColors}
      getStyleNonce={() => cspNonce}
    >
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
