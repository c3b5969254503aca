package cite;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequest;
import org.elasticsearch.action.index.IndexRequest;
import org.elasticsearch.action.search.ClearScrollRequest;
import org.elasticsearch.action.search.SearchRequest;
import org.elasticsearch.action.search.SearchResponse;
import org.elasticsearch.action.search.SearchScrollRequest;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.common.Strings;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.index.query.AbstractQueryBuilder;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.search.SearchHit;
import org.elasticsearch.search.builder.SearchSourceBuilder;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParserConfiguration;
import org.elasticsearch.xcontent.XContentType;
import org.elasticsearch.xcontent.json.JsonXContent;

/** POST /_reindex: scroll the source, write the target by bulks, answer when done (no slices, no script, no remote). */
final class ReindexHandler extends BaseRestHandler {

    private static final TimeValue KEEP = TimeValue.timeValueMinutes(5);

    @Override
    public String getName() {
        return "mini_reindex";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.POST, "/_reindex"));
    }

    @Override
    @SuppressWarnings("unchecked")
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) throws IOException {
        boolean refresh = request.paramAsBoolean("refresh", false);
        for (String known : List.of("wait_for_completion", "timeout", "slices", "scroll", "requests_per_second")) {
            request.param(known);
        }
        Map<String, Object> body;
        try (XContentParser parser = request.contentParser()) {
            body = parser.map();
        }
        Map<String, Object> source = (Map<String, Object>) body.get("source");
        Map<String, Object> target = (Map<String, Object>) body.get("dest");
        SearchRequest search = searchOf(source, request);
        Copy copy = new Copy(client, (String) target.get("index"), "create".equals(target.get("op_type")), refresh);
        return channel -> client.threadPool().generic().execute(() -> answer(channel, copy, search));
    }

    @SuppressWarnings("unchecked")
    private static SearchRequest searchOf(Map<String, Object> source, RestRequest request) throws IOException {
        Object index = source.get("index");
        String[] indices = index instanceof List<?> many ? many.toArray(String[]::new) : new String[] { (String) index };
        int size = ((Number) source.getOrDefault("size", 1000)).intValue();
        SearchSourceBuilder builder = new SearchSourceBuilder().size(size).sort("_doc");
        if (source.get("query") != null) {
            try (XContentBuilder query = XContentBuilder.builder(JsonXContent.jsonXContent)) {
                query.map((Map<String, ?>) source.get("query"));
                XContentParserConfiguration named = XContentParserConfiguration.EMPTY.withRegistry(
                    request.contentParser().getXContentRegistry());
                try (XContentParser parser = JsonXContent.jsonXContent.createParser(named, Strings.toString(query))) {
                    builder.query(AbstractQueryBuilder.parseTopLevelQuery(parser));
                }
            }
        }
        SearchRequest search = new SearchRequest(indices).source(builder);
        search.scroll(KEEP);
        return search;
    }

    private static void answer(RestChannel channel, Copy copy, SearchRequest search) {
        try {
            channel.sendResponse(new RestResponse(RestStatus.OK, copy.run(search, channel.newBuilder())));
        } catch (Exception failure) {
            try {
                channel.sendResponse(new RestResponse(channel, failure));
            } catch (IOException unreachable) {
                throw new IllegalStateException(unreachable);
            }
        }
    }

    /** One copy of a search's hits into a target, with its counts. */
    private static final class Copy {
        private final NodeClient client;
        private final String target;
        private final boolean create;
        private final boolean refresh;
        private final List<String> failures = new java.util.ArrayList<>();
        private long created;
        private long updated;
        private long total;
        private int batches;

        Copy(NodeClient client, String target, boolean create, boolean refresh) {
            this.client = client;
            this.target = target;
            this.create = create;
            this.refresh = refresh;
        }

        XContentBuilder run(SearchRequest search, XContentBuilder answer) throws IOException {
            long start = System.currentTimeMillis();
            SearchResponse page = client.search(search).actionGet();
            String scroll = page.getScrollId();
            while (write(page)) {
                SearchScrollRequest next = new SearchScrollRequest(scroll);
                next.scroll(KEEP);
                page = client.searchScroll(next).actionGet();
                scroll = page.getScrollId();
            }
            ClearScrollRequest clear = new ClearScrollRequest();
            clear.addScrollId(scroll);
            client.clearScroll(clear).actionGet();
            if (refresh) {
                client.admin().indices().prepareRefresh(target).get();
            }
            return answer.startObject()
                .field("took", System.currentTimeMillis() - start)
                .field("timed_out", false)
                .field("total", total)
                .field("updated", updated)
                .field("created", created)
                .field("deleted", 0)
                .field("batches", batches)
                .field("version_conflicts", 0)
                .field("noops", 0)
                .field("failures", failures)
                .endObject();
        }

        /** Writes the hits of a page and gives it back; false when it was empty. */
        private boolean write(SearchResponse page) {
            try {
                SearchHit[] hits = page.getHits().getHits();
                if (hits.length == 0) {
                    return false;
                }
                BulkRequest bulk = new BulkRequest();
                for (SearchHit hit : hits) {
                    bulk.add(new IndexRequest(target).id(hit.getId()).source(hit.getSourceAsString(), XContentType.JSON).create(create));
                }
                batches++;
                for (BulkItemResponse item : client.bulk(bulk).actionGet()) {
                    count(item);
                }
                return true;
            } finally {
                page.decRef();
            }
        }

        private void count(BulkItemResponse item) {
            total++;
            if (item.isFailed()) {
                failures.add(item.getFailureMessage());
            } else if (item.status() == RestStatus.CREATED) {
                created++;
            } else {
                updated++;
            }
        }
    }
}
