package cite;

import java.util.List;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;

/** GET /_data_stream/{name}: there is none; the client's reindex helper asks before it writes. */
final class DataStreamsHandler extends BaseRestHandler {

    @Override
    public String getName() {
        return "mini_data_streams";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.GET, "/_data_stream/{name}"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        for (String known : List.of("name", "expand_wildcards", "include_defaults")) {
            request.param(known);
        }
        return channel -> channel.sendResponse(
            new RestResponse(
                RestStatus.OK, channel.newBuilder().startObject().startArray("data_streams").endArray().endObject()));
    }
}
