import { lazy } from 'react';
import { Redirect, Route, Switch as Routes, useLocation } from 'wouter';
import { FetchedLater } from './parts/fetched-later.tsx';
import { LoadingPage } from './parts/loading-page.tsx';
import { NotFoundPage } from './parts/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';

const ConnectionsPage = lazy(async () => ({
  default: (await import('./connections/connections-page.tsx')).ConnectionsPage,
}));
const WriteAccessPage = lazy(async () => ({
  default: (await import('./write-access/write-access-page.tsx')).WriteAccessPage,
}));
const ClientGuidesPage = lazy(async () => ({
  default: (await import('./connect/client-guides-page.tsx')).ClientGuidesPage,
}));
const ClientGuidePage = lazy(async () => ({
  default: (await import('./connect/client-guide-page.tsx')).ClientGuidePage,
}));
const OrganizationConnectionsPage = lazy(async () => ({
  default: (await import('./organization-connections/organization-connections-page.tsx')).OrganizationConnectionsPage,
}));
const CompanyPage = lazy(async () => ({ default: (await import('./company/company-page.tsx')).CompanyPage }));
const ApiAccessPage = lazy(async () => ({ default: (await import('./api-keys/api-access-page.tsx')).ApiAccessPage }));
const MyApiKeysPage = lazy(async () => ({ default: (await import('./api-keys/my-api-keys-page.tsx')).MyApiKeysPage }));
const DevMailPage = lazy(async () => ({ default: (await import('./dev-mail/dev-mail-page.tsx')).DevMailPage }));
const MembersPage = lazy(async () => ({ default: (await import('./members/members-page.tsx')).MembersPage }));
const InboxPage = lazy(async () => ({ default: (await import('./inbox/inbox-page.tsx')).InboxPage }));
const ProposalPage = lazy(async () => ({ default: (await import('./inbox/proposal-page.tsx')).ProposalPage }));
const ChangeRulesPage = lazy(async () => ({
  default: (await import('./change-rules/change-rules-page.tsx')).ChangeRulesPage,
}));
const RecordPage = lazy(async () => ({ default: (await import('./records/record-page.tsx')).RecordPage }));
const ToolsPage = lazy(async () => ({ default: (await import('./tool-catalogue/tools-page.tsx')).ToolsPage }));
const SignInsPage = lazy(async () => ({ default: (await import('./sign-ins/sign-ins-page.tsx')).SignInsPage }));

export function App() {
  const [path] = useLocation();
  return (
    <Shell>
      <FetchedLater key={path} failure="This page could not be shown" meanwhile={<LoadingPage />}>
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
          <Route path="/orgs/:slug/settings/company">{({ slug }) => <CompanyPage key={slug} slug={slug} />}</Route>
          <Route path="/orgs/:slug/settings/api-access">{({ slug }) => <ApiAccessPage key={slug} slug={slug} />}</Route>
          <Route path="/settings/api-keys" component={MyApiKeysPage} />
          <Route path="/orgs/:slug/settings/members">{({ slug }) => <MembersPage key={slug} slug={slug} />}</Route>
          <Route path="/orgs/:slug/records/:kind/:id">
            {({ slug, kind, id }) => <RecordPage key={id} slug={slug} kind={kind} id={id} />}
          </Route>
          <Route path="/orgs/:slug/inbox">{({ slug }) => <InboxPage key={slug} slug={slug} />}</Route>
          <Route path="/orgs/:slug/inbox/:id">{({ slug, id }) => <ProposalPage key={id} slug={slug} id={id} />}</Route>
          <Route path="/orgs/:slug/settings/change-rules">
            {({ slug }) => <ChangeRulesPage key={slug} slug={slug} />}
          </Route>
          <Route path="/connect" component={ClientGuidesPage} />
          <Route path="/connect/:client">{({ client }) => <ClientGuidePage key={client} slug={client} />}</Route>
          <Route path="/tools" component={ToolsPage} />
          <Route path="/settings/sign-ins" component={SignInsPage} />
          <Route path="/dev/mail" component={DevMailPage} />
          <Route component={NotFoundPage} />
        </Routes>
      </FetchedLater>
    </Shell>
  );
}
