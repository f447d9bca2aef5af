using System.Net.Http.Json;
using System.Text.Json;
using DsMip.Wire;

namespace DsMip.Load;

/// <summary>Reads the bindings in force by the HTTP interface of a home agent.</summary>
public sealed class ApiReading(HttpClient http)
{
    private const int Page = 5000;
    private const int MostPages = 10_000;

    /// <param name="homeAgent">Such as http://192.0.2.1:8191.</param>
    /// <exception cref="HttpRequestException">It does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<HeldBinding>> ReadAsync(Uri homeAgent, CancellationToken stop = default)
    {
        var held = new List<HeldBinding>();
        var after = "";
        for (var page = 0; page < MostPages; page++)
        {
            var bindings = await http.GetFromJsonAsync<List<JsonElement>>(new Uri(homeAgent, $"api/v1/bindings?limit={Page}{after}"), stop).ConfigureAwait(false);
            if (bindings is null or { Count: 0 }) break;
            held.AddRange(bindings.Select(Convert));
            after = $"&after={held[^1].HomeAddress}";
        }
        return held;
    }

    private static HeldBinding Convert(JsonElement json) => new(
        Ipv6Address.Parse(Text(json, "homeAddress")!),
        json.GetProperty("sequence").GetUInt16(),
        IpAddress.Parse(Text(json, "careOfAddress")!),
        IpAddress.Parse(Text(json, "remote")!),
        json.GetProperty("remotePort") is { ValueKind: JsonValueKind.Number } port ? port.GetUInt16() : null,
        json.GetProperty("expires").GetDateTimeOffset(),
        InForce: true,
        [.. Text(json, "ipv4HomeAddress") is { } ipv4 ? [new Ipv4Prefix(Ipv4Address.Parse(ipv4), 32)] : Enumerable.Empty<Ipv4Prefix>(), .. Networks(json)]);

    private static IEnumerable<Ipv4Prefix> Networks(JsonElement json) =>
        json.GetProperty("mobileNetworks").EnumerateArray().Select(network => network.GetString()!).Where(text => !text.Contains(':', StringComparison.Ordinal)).Select(text => Ipv4Prefix.Parse(text));

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
