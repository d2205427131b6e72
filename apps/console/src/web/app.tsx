import { Redirect, Route, Switch as Routes } from 'wouter';
import { ConnectionsPage } from './connections/connections-page.tsx';
import { OrganizationConnectionsPage } from './organization-connections/organization-connections-page.tsx';
import { NotFoundPage } from './parts/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';
import { WriteAccessPage } from './write-access/write-access-page.tsx';

export function App() {
  return (
    <Shell>
      <Routes>
        <Route path="/">
          <Redirect to="/settings/connections" replace />
        </Route>
        <Route path="/settings/connections" component={ConnectionsPage} />
        <Route path="/orgs/:slug/settings/mcp-write-access">
          {({ slug }) => <WriteAccessPage key={slug} slug={slug} />}
        </Route>
        <Route path="/orgs/:slug/settings/connections">
          {({ slug }) => <OrganizationConnectionsPage key={slug} slug={slug} />}
        </Route>
        <Route component={NotFoundPage} />
      </Routes>
    </Shell>
  );
}
