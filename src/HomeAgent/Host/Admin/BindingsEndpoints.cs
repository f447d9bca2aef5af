using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin;

/// <summary><c>/api/v1/bindings</c>: what is durable, whatever node holds it.</summary>
public static class BindingsEndpoints
{
    private const int DefaultLimit = 1000;
    private const int LargestLimit = 10_000;

    public static void MapBindings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/bindings", List);
        routes.MapGet("/api/v1/bindings/{homeAddress}", Get);
    }

    /// <param name="after">Home address of the last binding of the page before; the order is that of the addresses as text.</param>
    private static IResult List(IBindingStore store, IProtectionInForce protection, TimeProvider clock, string? after, int? limit)
    {
        if (after is not null && !Ipv6Address.TryParse(after, null, out _)) return NotAnAddress(after);
        if (limit is < 1 or > LargestLimit) return Results.Problem($"limit is 1 to {LargestLimit}", statusCode: StatusCodes.Status400BadRequest);
        var now = clock.GetUtcNow();
        return Results.Ok(InForce(store, protection, after is null ? "" : PersistenceId.Of(Ipv6Address.Parse(after)), now).Take(limit ?? DefaultLimit));
    }

    private static IResult Get(IBindingStore store, IProtectionInForce protection, TimeProvider clock, string homeAddress)
    {
        if (!Ipv6Address.TryParse(homeAddress, null, out var home)) return NotAnAddress(homeAddress);
        return BindingJson.From(store.Newest(home), protection, clock.GetUtcNow()) is { } binding
            ? Results.Ok(binding)
            : Results.Problem($"{home} has no binding", statusCode: StatusCodes.Status404NotFound);
    }

    private static IEnumerable<BindingJson> InForce(IBindingStore store, IProtectionInForce protection, string after, DateTimeOffset now)
    {
        while (store.Newest(after, DefaultLimit) is { Count: > 0 } page)
        {
            foreach (var row in page)
                if (BindingJson.From(row, protection, now) is { } binding) yield return binding;
            after = page[^1].PersistenceId;
        }
    }

    private static IResult NotAnAddress(string text) =>
        Results.Problem($"'{text}' is not an IPv6 address", statusCode: StatusCodes.Status400BadRequest);
}
