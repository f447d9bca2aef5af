using System.Globalization;
using DsMip.HomeAgent.Admin.Access;
using DsMip.HomeAgent.Admin.Problems;
using DsMip.HomeAgent.Admin.Audit;
using DsMip.HomeAgent.Admin.MobileNodes;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Tracing;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.Traces;

/// <summary>Packets of one mobile node. What is in them is the mobile node's: only who may change things may see them, and who did is on record.</summary>
internal static class TraceEndpoints
{
    private const string One = "/traces/{id}";
    private const int LongestDuration = 600, UsualDuration = 60;
    private const int MostPackets = 10_000, UsualPackets = 1000;

    // Who follows a trace asks again and again: the first time says it all.
    private static readonly AuditFilter Looked = new("trace.look", IsNewToReader);

    public static void MapTraces(this IEndpointRouteBuilder api)
    {
        api.MapPost("/mobile-nodes/{homeAddress}/trace", BeginAsync).WithName("beginTrace").WithSummary("Its packets from now on, as all edges see them, for a while").WithTags("Traces")
            .Produces<TraceJson>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status404NotFound)
            .Changes("mobile-node.trace");
        api.MapGet("/traces", List).WithName("listTraces").WithSummary("Traces that were begun by way of this process, for ten minutes after their end").WithTags("Traces")
            .Produces<IReadOnlyList<TraceJson>>();
        api.MapGet(One, Get).WithName("getTrace").WithSummary("One of them").WithTags("Traces").Produces<TraceJson>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet(One + "/packets", Packets).WithName("listTracedPackets").WithSummary("Packets of a trace, decoded, the oldest first").WithTags("Traces")
            .Produces<IReadOnlyList<TracedPacketJson>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .RequireAuthorization(AdminPolicies.Write).AddEndpointFilter(Looked);
        api.MapGet(One + "/pcap", Pcap).WithName("getTraceFile").WithSummary("All packets of a trace so far, as pcapng").WithTags("Traces")
            .Produces(StatusCodes.Status200OK, contentType: PcapNg.MediaType).ProducesProblem(StatusCodes.Status404NotFound)
            .RequireAuthorization(AdminPolicies.Write).AddEndpointFilter(Looked);
        api.MapPost(One + "/stop", Stop).WithName("stopTrace").WithSummary("Ends it; what it has stays for a while").WithTags("Traces")
            .Produces<TraceJson>().ProducesProblem(StatusCodes.Status404NotFound).Changes("trace.stop");
        api.MapDelete(One, Delete).WithName("deleteTrace").WithSummary("Ends it and forgets its packets").WithTags("Traces")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).Changes("trace.delete");
    }

    private static async Task<IResult> BeginAsync(
        string homeAddress, TraceCreation? body, UnstoredMobileNodes unstored, MobileNodeProvisioning provisioning, PacketTraces traces, CancellationToken cancellation)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return ApiProblem.NotAnAddress(homeAddress);
        var (duration, packets) = (body?.Duration ?? UsualDuration, body?.Packets ?? UsualPackets);
        if (duration is < 1 or > LongestDuration) return Impossible($"duration is 1 to {LongestDuration} seconds", "Duration");
        if (packets is < 1 or > MostPackets) return Impossible($"packets is 1 to {MostPackets}", "Packets");
        if (unstored.Find(home) is null && await provisioning.FindAsync(home, cancellation).ConfigureAwait(false) is null)
            return ApiProblem.NotFound($"{home} is no mobile node of this home agent");
        return await traces.BeginAsync(home, TimeSpan.FromSeconds(duration), packets).ConfigureAwait(false) is { } trace
            ? TypedResults.Created($"/api/v1/traces/{trace.Id}", TraceJson.From(trace))
            : ApiProblem.Of(StatusCodes.Status409Conflict, $"{PacketTraces.MostRunning} traces are under way here: stop one, or wait");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<IReadOnlyList<TraceJson>> List(PacketTraces traces) => TypedResults.Ok<IReadOnlyList<TraceJson>>([.. traces.All.Select(TraceJson.From)]);

    private static IResult Get(string id, PacketTraces traces) => Find(traces, id) is { } trace ? TypedResults.Ok(TraceJson.From(trace)) : Unknown(id, traces);

    /// <param name="after">Number of the last packet of the page before.</param>
    private static IResult Packets(HttpContext http, string id, PacketTraces traces, int? after, int? limit)
    {
        if (Paging.Wrong(limit) is { } wrong) return wrong;
        if (after < 0) return ApiProblem.BadRequest("after is the number of a packet");
        if (Find(traces, id) is not { } trace) return Unknown(id, traces);
        Show(http, trace);
        var (first, size) = (after ?? 0, limit ?? Paging.DefaultLimit);
        var page = trace.Packets(first, size + 1);
        if (page.Count > size) Paging.LinkNext(http, "after", (first + size).ToString(CultureInfo.InvariantCulture));
        return TypedResults.Ok<IReadOnlyList<TracedPacketJson>>([.. page.Take(size).Select((one, index) => TracedPacketJson.From(first + index + 1, one.Node, one.Packet))]);
    }

    private static IResult Pcap(HttpContext http, string id, PacketTraces traces)
    {
        if (Find(traces, id) is not { } trace) return Unknown(id, traces);
        Show(http, trace);
        return TypedResults.File(PcapNg.Write(trace.Packets(0, int.MaxValue)), PcapNg.MediaType, $"{trace.HomeAddress.ToString().Replace(':', '-')}.pcapng");
    }

    /// <summary>That is on record by now.</summary>
    private static void Show(HttpContext http, PacketTrace trace)
    {
        AuditFilter.Say(http, $"{trace.HomeAddress}");
        trace.ShowTo(AdminPolicies.NameOf(http.User));
    }

    private static bool IsNewToReader(HttpContext http) =>
        Find(http.RequestServices.GetRequiredService<PacketTraces>(), $"{http.Request.RouteValues["id"]}")?.WasShownTo(AdminPolicies.NameOf(http.User)) == false;

    private static IResult Stop(string id, PacketTraces traces)
    {
        if (Find(traces, id) is not { } trace) return Unknown(id, traces);
        traces.Stop(trace);
        return TypedResults.Ok(TraceJson.From(trace));
    }

    private static IResult Delete(string id, PacketTraces traces)
    {
        if (Find(traces, id) is not { } trace) return Unknown(id, traces);
        traces.Remove(trace);
        return TypedResults.NoContent();
    }

    private static PacketTrace? Find(PacketTraces traces, string id) => Guid.TryParse(id, out var number) ? traces.Find(number) : null;

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Impossible(string detail, string key) => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, detail, key);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unknown(string id, PacketTraces traces) => ApiProblem.NotFound(
        !Guid.TryParse(id, out var number) ? "there is no such trace: that is not the id of one"
        : traces.IsOwn(number) ? "this trace is gone: it was deleted, or ended more than ten minutes ago, or newer ones took its place"
        : "this trace is not of this process: it is in the memory of the process where it was begun, and gone if that has restarted; ask that one, or begin another trace");
}
