/* Starts GraphiQL on the page that holds it; a token typed into its headers tab is the caller's own. */
const place = document.getElementById("graphiql");
const fetcher = GraphiQL.createFetcher({ url: place.dataset.url });
ReactDOM.createRoot(place).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: document.getElementById("first-query").innerHTML.trim(),
    shouldPersistHeaders: false,
  }),
);
